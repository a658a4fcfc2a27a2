import { createHash } from 'node:crypto';
import { canonicalJson } from '../src/event-sourcing/ids.js';
import type { AnyProjection } from './projection.js';
import { decodeRow, tablesOf } from './read-database/columns.js';
import type { SqliteReadDatabase } from './read-database/sqlite-read-database.js';

/**
 * SHA-256, hex, over the canonical rows (RFC 8785) of a read model, table after table, in the order of their keys, each
 * ended by a line feed. Positions are left out: two stores with the same streams give the same.
 */
export function digestOf(database: SqliteReadDatabase, projection: AnyProjection, generation: number): string {
  const hash = createHash('sha256');
  for (const [table, definition] of tablesOf(projection).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const columns = Object.entries(definition.columns).filter(([, kind]) => kind !== 'position');
    const compared = { ...definition, columns: Object.fromEntries(columns) };
    for (const stored of database.rowsInKeyOrder(projection, generation, table))
      hash.update(`${canonicalJson([table, decodeRow(compared, stored)])}\n`);
  }
  return hash.digest('hex');
}

/** Digests of the live generations, by name, all of one moment. */
export function liveDigests(
  database: SqliteReadDatabase,
  projections: readonly AnyProjection[],
): Record<string, string> {
  return database.write(() =>
    Object.fromEntries(
      projections.flatMap((projection) => {
        const live = database.live(projection.name);
        return live ? [[projection.name, digestOf(database, projection, live.generation)]] : [];
      }),
    ),
  );
}
