import { randomBytes } from 'node:crypto';
import {
  openEventStoreDb,
  type EventStoreDb,
  type EventStoreDbOptions,
} from '../../src/event-stores/eventstoredb/event-store-db.js';
import type { TestLog } from './event-store-fixtures.js';

/** A log in a namespace of its own, on a server that others use, too. */
export function makeEventStoreDbLog(
  connectionString: string,
  options: Pick<EventStoreDbOptions, 'deadlineMs'> = {},
): TestLog {
  const namespace = `test${randomBytes(8).toString('hex')}`;
  const opened: EventStoreDb[] = [];
  return {
    open: async () => {
      const store = await openEventStoreDb({ ...options, connectionString, namespace });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      await Promise.all(opened.map((store) => store.close()));
    },
  };
}
