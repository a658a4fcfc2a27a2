import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable } from '../event-sourcing/event-store.js';
import type { Settings } from '../config.js';

const RETRY_MS = 500;
/** Opening may take so long, or be tried for so long, before the address says that the event store is waited for. */
export const OPENING_PATIENCE_MS = 2_000;
const NOT_READY = {
  ready: false,
  reasons: [{ what: 'event-store', why: 'is being waited for' }],
  degraded: [],
};
const PROBLEM = {
  type: 'urn:demarche:problem:store.unavailable',
  title: 'Service Unavailable',
  status: 503,
  code: 'store.unavailable',
  detail: 'The event store is being waited for; nothing was written.',
};

/**
 * Opens what may not be there yet, again and again, or takes its time. Meanwhile the server's address answers: that it
 * lives, that it is not ready and why, and 503 to everything else.
 *
 * @throws what opening throws, unless it is that the store is unavailable
 */
export async function openPatiently<Opened>(
  open: () => Promise<Opened>,
  settings: Pick<Settings, 'port' | 'host'>,
  onWaiting: (address: string) => void,
): Promise<Opened> {
  let room: Promise<Server> | undefined;
  const receive = (): Promise<Server> => (room ??= openRoom(settings, onWaiting));
  const slow = setTimeout(() => {
    // Where it cannot be had, that is said at the end.
    receive().catch(() => undefined);
  }, OPENING_PATIENCE_MS);
  try {
    for (;;) {
      try {
        return await open();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
      await receive();
      await wait(RETRY_MS);
    }
  } finally {
    clearTimeout(slow);
    if (room) await close(await room);
  }
}

async function openRoom(
  { port, host }: Pick<Settings, 'port' | 'host'>,
  onWaiting: (address: string) => void,
): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') answer(response, 200, 'application/json', { status: 'alive' });
    else if (path === '/readyz') answer(response, 503, 'application/json', NOT_READY);
    else answer(response, 503, 'application/problem+json', PROBLEM);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  onWaiting(`http://${host}:${String(typeof bound === 'object' ? bound?.port : port)}`);
  return server;
}

function answer(response: ServerResponse, status: number, type: string, body: object): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'retry-after': '1',
    connection: 'close',
  });
  response.end(JSON.stringify(body));
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
