import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './http-problem.js';

/** Requests on their way when the stop begins still arrive by then, and are answered. */
const GRACE_MS = 200;
const SWEEP_MS = 100;

/** From a stop on, every request is refused, and every answer ends its connection. */
export class Stopping {
  private begun = false;

  /** To be called before any other hook is added. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (_, __, done) => {
      done(this.begun ? serverStopping() : undefined);
    });
    server.addHook('onSend', (_, reply, payload, done) => {
      if (this.begun) void reply.header('connection', 'close');
      done(null, payload);
    });
  }

  begin(): void {
    this.begun = true;
  }

  /** Lets the connections go: idle ones as they become so, all of them at the deadline. */
  async letGo(server: Server, closed: () => Promise<void>, deadlineMs: number): Promise<void> {
    await wait(GRACE_MS);
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, SWEEP_MS);
    const deadline = setTimeout(() => {
      server.closeAllConnections();
    }, deadlineMs);
    await closed();
    clearInterval(sweep);
    clearTimeout(deadline);
  }
}

/** What is asked for while the server stops is refused so. */
export function serverStopping(): HttpProblem {
  return new HttpProblem({
    status: 503,
    code: 'server.stopping',
    detail: 'The server is stopping; nothing was written. Try again with the same Idempotency-Key: that is safe.',
    retryAfter: 1,
  });
}
