import { join } from 'node:path';
import { liveDigests } from '../../projections/digest.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { projections } from '../../projections/read-models.js';

/** Digests of a folder's live read models, by name. */
export function digestsIn(folder: string): Record<string, string> {
  const database = new SqliteReadDatabase(join(folder, 'read.sqlite'));
  try {
    return liveDigests(database, projections);
  } finally {
    database.close();
  }
}
