import { makeEventStoreDbLog } from '../support/event-store-db-log.js';
import { describeEventStore } from './event-store.contract.js';

const server = process.env['DEMARCHE_TEST_EVENTSTOREDB'];

if (server === undefined) {
  const reason = 'DEMARCHE_TEST_EVENTSTOREDB names no server (esdb://127.0.0.1:2113?tls=false)';
  it.skip(`event store: EventStoreDB, skipped: ${reason}`, () => undefined);
} else describeEventStore('EventStoreDB', () => Promise.resolve(makeEventStoreDbLog(server)));
