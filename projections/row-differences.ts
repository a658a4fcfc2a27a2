import { canonicalJson } from '../src/event-sourcing/ids.js';
import type { AnyProjection } from './projection.js';
import { columnsOf, readable, snakeCase, tablesOf, type AnyTable } from './read-database/columns.js';
import type { SqliteReadDatabase } from './read-database/sqlite-read-database.js';

/** One generation of a read model, in the database that holds it. */
export interface Generation {
  readonly database: SqliteReadDatabase;
  readonly generation: number;
}

/** A value that is not the same on both sides. */
export interface FieldDifference {
  readonly field: string;
  readonly live: unknown;
  readonly replayed: unknown;
}

/** A row that the live read model lacks, has too many, or has otherwise than the replay. */
export interface RowDifference {
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly row: 'missing' | 'too-many' | 'other';
  /** What is other; none where the row is missing or too many. */
  readonly fields: readonly FieldDifference[];
}

type StoredRow = Readonly<Record<string, unknown>>;

/** How the rows of a live read model differ from those of a replay: table after table, in the order of their keys. */
export function* rowDifferences(
  projection: AnyProjection,
  live: Generation,
  replayed: Generation,
): Generator<RowDifference> {
  for (const [table, definition] of tablesOf(projection)) {
    const rowsOf = ({ database, generation }: Generation) => database.rowsInKeyOrder(projection, generation, table);
    for (const [one, other] of pairs(rowsOf(live), rowsOf(replayed), definition)) {
      const key = keyOf((one ?? other) as StoredRow, definition);
      if (!one || !other) yield { table, key, row: one ? 'too-many' : 'missing', fields: [] };
      else {
        const fields = fieldDifferences(one, other, definition);
        if (fields.length > 0) yield { table, key, row: 'other', fields };
      }
    }
  }
}

/** Rows of both sides that have the same key, or one of them alone; each side is in the order of its keys. */
function* pairs(
  live: Iterator<StoredRow>,
  replayed: Iterator<StoredRow>,
  { key }: AnyTable,
): Generator<[StoredRow | undefined, StoredRow | undefined]> {
  const columns = key.map(snakeCase);
  const next = (rows: Iterator<StoredRow>) => rows.next().value as StoredRow | undefined;
  let [one, other] = [next(live), next(replayed)];
  while (one || other) {
    const order = one && other ? compareKeys(one, other, columns) : one ? -1 : 1;
    yield [order <= 0 ? one : undefined, order >= 0 ? other : undefined];
    if (order <= 0) one = next(live);
    if (order >= 0) other = next(replayed);
  }
}

function compareKeys(one: StoredRow, other: StoredRow, columns: readonly string[]): number {
  for (const column of columns) {
    const order = compareValues(one[column], other[column]);
    if (order !== 0) return order;
  }
  return 0;
}

/** As the database orders them: null, then numbers, then text bytewise. */
function compareValues(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other));
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return rankOf(one) - rankOf(other);
}

function rankOf(value: unknown): number {
  return value === null ? 0 : typeof value === 'number' ? 1 : 2;
}

function keyOf(row: StoredRow, { key }: AnyTable): Record<string, unknown> {
  return Object.fromEntries(key.map((column) => [column, row[snakeCase(column)]]));
}

function fieldDifferences(one: StoredRow, other: StoredRow, table: AnyTable): FieldDifference[] {
  return columnsOf(table).flatMap(([field, kind]) => {
    const [live, replayed] = [one, other].map((row) => row[snakeCase(field)]);
    if (live === replayed) return [];
    const told = { field, live: readable(kind, live), replayed: readable(kind, replayed) };
    // JSON may be the same in other words.
    return canonicalJson(told.live) === canonicalJson(told.replayed) ? [] : [told];
  });
}
