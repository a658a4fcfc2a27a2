import { existsSync } from 'node:fs';
import { SqliteReadDatabase } from '../../../projections/read-database/sqlite-read-database.js';
import { inspectLog } from '../../event-stores/sqlite/inspect-log.js';
import { damageOf } from '../../event-stores/sqlite/sound-file.js';
import { openEventStore } from '../../server/open-event-store.js';
import { NoLog } from '../backup/embedded-folder.js';
import type { Check } from './check.js';

const RESTORE = 'stop the server, move the folder away, and restore the last backup (npm run cli -- restore)';
const TAKE_AWAY = 'stop the server and take read.sqlite away with its -wal and -shm: the next start builds it anew';

/** The log in the data folder: every page, every index, and that no position is missing. */
export const embeddedLog: Check = {
  name: 'log',
  look: ({ folder: { log, path } }) => {
    if (!existsSync(log)) throw new NoLog(`there is no log in ${path}`);
    const { logId, version, events } = inspectLog(log);
    const damage = damageOf(log);
    if (damage !== undefined) return { state: 'failed', detail: `${log}: ${damage}`, advice: RESTORE };
    return { state: 'ok', detail: `${String(events)} events, whole; log ${logId}, version ${String(version)}` };
  },
};

/** The log on a server. */
export const remoteLog: Check = {
  name: 'log',
  look: async ({ settings: { eventStore }, folder }) => {
    const store = await openEventStore({ eventStore, file: folder.log });
    try {
      return { state: 'ok', detail: `EventStoreDB answers; log ${store.logId}, up to ${await store.head()}` };
    } finally {
      await store.close();
    }
  },
};

export const readDatabase: Check = {
  name: 'read database',
  look: ({ folder: { readDatabase: file } }) => {
    if (!existsSync(file))
      return { state: 'warning', detail: 'there is none yet', advice: 'start the server: it is built from the log' };
    const damage = damageOf(file);
    if (damage !== undefined) return { state: 'failed', detail: `${file}: ${damage}`, advice: TAKE_AWAY };
    new SqliteReadDatabase(file).close();
    return { state: 'ok', detail: 'whole' };
  },
};
