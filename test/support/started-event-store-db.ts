import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { TestEventStoreDb } from './eventstoredb/test-event-store-db.js';

/** A server that speaks EventStoreDB's protocol, for as long as a spec takes. */
export interface StartedEventStoreDb {
  readonly connectionString: string;
  /** A port of which it and the next one are free. */
  freePort(): Promise<number>;
  /** One more, on a port. */
  startAnother(port: number): Promise<{ stop(): Promise<void> }>;
  stop(): Promise<void>;
}

/** The real server where `DEMARCHE_TEST_EVENTSTOREDB` names one; the test server otherwise. */
export async function startEventStoreDb(): Promise<StartedEventStoreDb> {
  const real = process.env['DEMARCHE_TEST_EVENTSTOREDB'];
  const own = real === undefined ? await TestEventStoreDb.start() : undefined;
  return {
    connectionString: real ?? own?.connectionString ?? '',
    freePort,
    startAnother: (port) => TestEventStoreDb.start({ port }),
    stop: async () => {
      await own?.stop();
    },
  };
}

/** And the next. Not one that the system gives to those who connect: who asks there before anyone listens may reach itself. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if ((await boundPort(port)) !== undefined && (await boundPort(port + 1)) !== undefined) return port;
  }
}

function boundPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() => {
        resolve(typeof bound === 'object' && bound ? bound.port : undefined);
      });
    });
  });
}
