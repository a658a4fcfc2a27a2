import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Counts every request when it has been answered. A live stream ends hours later, and is counted while it is open. */
export function watchRequests(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const isLive = String(reply.getHeader('content-type')).startsWith('text/event-stream');
    if (!isLive) metrics.requestEnded(request.method, reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
}
