import type { PlacesOf } from '../page.js';
import type { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import type { EntryRow } from '../entries/entry-log.js';
import { auditLog } from './audit-log.projection.js';

/** Where the audit log found each event of a stream in the log: it shows every one. */
export function placesIn(database: SqliteReadDatabase): PlacesOf {
  return (stream) => {
    const generations = database.readModels().filter(({ name }) => name === auditLog.name);
    const furthest = generations.toSorted((a, b) => ((a.resume ?? '') < (b.resume ?? '') ? 1 : -1))[0];
    if (!furthest) return new Map();
    const entries = database.rowStores(auditLog, furthest.generation).get('entry')?.loadStream(stream) ?? [];
    return new Map((entries as EntryRow[]).map(({ revision, position }) => [revision, position]));
  };
}
