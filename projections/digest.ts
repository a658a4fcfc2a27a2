import { createHash } from 'node:crypto';
import type { Position } from '../src/event-sourcing/event.js';
import { canonicalJson } from '../src/event-sourcing/ids.js';
import type { AnyProjection } from './projection.js';
import { columnsOf, readable, snakeCase, tablesOf } from './read-database/columns.js';
import type { SqliteReadDatabase } from './read-database/sqlite-read-database.js';

/**
 * SHA-256, hex, over the canonical rows (RFC 8785) of a read model, table after table, in the order of their keys, each
 * ended by a line feed. Positions are left out: two stores with the same streams give the same.
 */
export function digestOf(database: SqliteReadDatabase, projection: AnyProjection, generation: number): string {
  const hash = createHash('sha256');
  for (const [table, definition] of tablesOf(projection).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const columns = columnsOf(definition).filter(([, kind]) => kind !== 'position');
    for (const stored of database.rowsInKeyOrder(projection, generation, table)) {
      const row = columns.map(([column, kind]) => [column, readable(kind, stored[snakeCase(column)])]);
      hash.update(`${canonicalJson([table, Object.fromEntries(row)])}\n`);
    }
  }
  return hash.digest('hex');
}

/** Digests of the live generations, by name, all of one moment. */
export function liveDigests(
  database: SqliteReadDatabase,
  projections: readonly AnyProjection[],
): Record<string, string> {
  const digests = database.read(() => liveReadModels(database, projections));
  return Object.fromEntries(digests.flatMap(({ name, digest }) => (digest === null ? [] : [[name, digest]])));
}

/** A read model as queries are answered from it. */
export interface LiveReadModel {
  readonly name: string;
  /** Of the fold that it was built by. */
  readonly version: number;
  readonly shown: Position | null;
  readonly asOf: string | null;
  readonly stoppedAt: Position | null;
  readonly stoppedBecause: string | null;
  /** Null where this software folds another version, and is building it. */
  readonly digest: string | null;
}

/** Where each live generation stands, and its digest; call it within the database's `read`. */
export function liveReadModels(database: SqliteReadDatabase, projections: readonly AnyProjection[]): LiveReadModel[] {
  return projections.flatMap((projection) => {
    const live = database.live(projection.name);
    if (!live) return [];
    const { name, version, generation, shown, asOf, stoppedAt, stoppedBecause } = live;
    const digest = version === projection.version ? digestOf(database, projection, generation) : null;
    return [{ name, version, shown, asOf, stoppedAt, stoppedBecause, digest }];
  });
}
