import { begin, someProposal } from '../support/event-store-fixtures.js';
import { makeEventStoreDbLog } from '../support/event-store-db-log.js';
import { TestEventStoreDb } from '../support/eventstoredb/test-event-store-db.js';
import { describeEventStore } from './event-store.contract.js';

/** Each log on a server of its own: what others have written would have to be looked through. */
describeEventStore("EventStoreDB's protocol, on the test server", async () => {
  const server = await TestEventStoreDb.start();
  const log = makeEventStoreDbLog(server.connectionString);
  return {
    open: () => log.open(),
    dispose: async () => {
      await log.dispose();
      await server.stop();
    },
  };
});

describe('The end of the log on a server on which others write, too', () => {
  it('is looked for past what they wrote once, however many ask for it, and found again when there is more', async () => {
    const server = await TestEventStoreDb.start();
    const log = makeEventStoreDbLog(server.connectionString);
    const store = await log.open();
    const ours = await begin(store, someProposal(), 1);
    server.appendForeign(5_000);
    const before = server.faults.came('readAll');
    const asked = await Promise.all(Array.from({ length: 20 }, () => store.head()));
    expect(new Set(asked)).toEqual(new Set([ours.position]));
    // Ten pages of 500, and two short looks of each who asked.
    expect(server.faults.came('readAll') - before).toBeLessThan(60);
    const since = server.faults.came('readAll');
    server.appendForeign(3);
    expect(await store.head()).toBe(ours.position);
    expect(server.faults.came('readAll') - since).toBe(1);
    const more = await begin(store, someProposal(), 1);
    server.appendForeign(20);
    expect(await store.head()).toBe(more.position);
    await log.dispose();
    await server.stop();
  });
});
