import Database from 'better-sqlite3';
import { MIGRATIONS } from '../../../src/event-stores/sqlite/schema.js';
import { SqliteEventStore } from '../../../src/event-stores/sqlite/sqlite-event-store.js';

/** The embedded store on a log that is on no disk: nothing waits for one. */
export function openLogInMemory(): SqliteEventStore {
  const database = new Database(':memory:');
  for (const step of MIGRATIONS) database.exec(step);
  return new SqliteEventStore(database, {});
}
