import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openSqliteEventStore,
  type SqliteEventStore,
  type SqliteEventStoreOptions,
} from '../../src/event-stores/sqlite/sqlite-event-store.js';
import type { TestLog } from './event-store-fixtures.js';

/** A log in a folder of its own. */
export interface SqliteTestLog extends TestLog {
  readonly folder: string;
  readonly file: string;
  openSync(options?: SqliteEventStoreOptions): SqliteEventStore;
}

export function makeSqliteLog(): SqliteTestLog {
  const folder = mkdtempSync(join(tmpdir(), 'demarche-log-'));
  const file = join(folder, 'log.sqlite');
  const opened: SqliteEventStore[] = [];
  const openSync = (options: SqliteEventStoreOptions = {}): SqliteEventStore => {
    const store = openSqliteEventStore(file, options);
    opened.push(store);
    return store;
  };
  return {
    folder,
    file,
    openSync,
    open: () => Promise.resolve(openSync()),
    dispose: async () => {
      await Promise.all(opened.map((store) => store.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
