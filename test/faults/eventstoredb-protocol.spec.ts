import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Revision } from '../../src/event-sourcing/event.js';
import { openEventStoreDb, type EventStoreDb } from '../../src/event-stores/eventstoredb/event-store-db.js';
import { endorsements, idsOf, someProposal } from '../support/event-store-fixtures.js';
import type { FaultsByCall } from '../support/eventstoredb/faults.js';
import { TestEventStoreDb } from '../support/eventstoredb/test-event-store-db.js';

/** How often each fault is met: `npm run test:faults` runs any number. */
const TIMES = Number(process.env['DEMARCHE_TEST_FAULTS'] ?? 20);
const HASTY = { deadlineMs: 150, lookAgainMs: 150, patienceMs: 20_000 };
const PATIENCE_MS = 20_000;

type Fault = { [Call in keyof FaultsByCall]: readonly [Call, FaultsByCall[Call]] }[keyof FaultsByCall];

const FAULTS: readonly Fault[] = [
  ['append', 'silence-before-write'],
  ['append', 'silence-after-write'],
  ['append', 'cut-before-write'],
  ['append', 'cut-after-write'],
  ['append', 'deadline-after-write'],
  ['append', 'not-leader'],
  ['append', 'not-ready'],
  ['readStream', 'silence'],
  ['readStream', 'silence-midway'],
  ['readStream', 'cut-midway'],
  ['readStream', 'not-ready'],
  ['subscribe', 'silence'],
  ['deliver', 'silence'],
  ['deliver', 'cut'],
  ['deliver', 'end'],
  ['deliver', 'twice'],
  ['deliver', 'too-slow'],
  ['deliver', 'caught-up-again'],
];

let server: TestEventStoreDb;
let store: EventStoreDb;
let namespace: string;

beforeEach(async () => {
  server = await TestEventStoreDb.start();
  namespace = `test${randomBytes(8).toString('hex')}`;
  store = await openEventStoreDb({ connectionString: server.connectionString, namespace, ...HASTY });
});

afterEach(async () => {
  await store.close();
  await server.stop();
});

/** Ids of what a follower is given, as they come. */
function follow(): { ids: string[]; end: () => Promise<void> } {
  const ending = new AbortController();
  const ids: string[] = [];
  const following = (async () => {
    for await (const { events } of store.follow('start', ending.signal)) ids.push(...events.map(({ id }) => id));
  })();
  return {
    ids,
    end: async () => {
      ending.abort();
      await following;
    },
  };
}

async function untilThereAre(count: number, ids: readonly string[]): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (ids.length < count && performance.now() < deadline) await wait(5);
}

describe(`A fault of the server, ${String(TIMES)} times`, () => {
  it.each(FAULTS)(
    '%s, %s: nothing that was acknowledged is lost or doubled, and a follower sees each event once, in order',
    async (call, fault) => {
      const stream = someProposal();
      const appended: string[] = [];
      const follower = follow();
      let revision: Revision | 'none' = 'none';
      for (let time = 0; time < TIMES; time++) {
        if (call === 'subscribe') {
          server.faults.next('deliver', 'end');
          server.faults.next('subscribe', 'silence');
        } else server.faults.next(call, fault);
        const events = endorsements(2);
        revision = (await store.append(stream, revision, events)).revision;
        appended.push(...events.map(({ id }) => id));
        if (call === 'readStream') expect(await idsOf(store, stream)).toEqual(appended);
        await untilThereAre(appended.length, follower.ids);
      }
      expect(revision).toBe(BigInt(2 * TIMES - 1));
      expect(follower.ids).toEqual(appended);
      expect(await idsOf(store, stream)).toEqual(appended);
      expect(server.eventsOf(`${namespace}.proposal`).map(({ id }) => id)).toEqual(appended);
      expect(server.faults.met(call, fault as never)).toBeGreaterThanOrEqual(TIMES);
      await follower.end();
    },
    30_000 + TIMES * 2_000,
  );
});
