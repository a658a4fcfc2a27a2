import { join } from 'node:path';
import { digestOf } from '../../projections/digest.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { projections } from '../../projections/read-models.js';

/** Digests of a folder's live read models, by name. */
export function liveDigests(folder: string): Record<string, string> {
  const database = new SqliteReadDatabase(join(folder, 'read.sqlite'));
  try {
    return Object.fromEntries(
      projections.map((projection) => {
        const live = database.live(projection.name);
        return [projection.name, live ? digestOf(database, projection, live.generation) : 'not there'];
      }),
    );
  } finally {
    database.close();
  }
}
