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
