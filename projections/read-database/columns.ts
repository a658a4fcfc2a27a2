import type { AnyProjection, ColumnKind, TableDefinition } from '../projection.js';

export type AnyTable = TableDefinition<Record<string, unknown>>;
export type StoredValue = string | number | null;

const SEPARATOR = '|';

/** Name of a read model's table in the database: each generation has tables of its own. */
export function tableName(projection: string, generation: number, table: string): string {
  return `${snakeCase(projection)}_${String(generation)}_${snakeCase(table)}`;
}

export function snakeCase(name: string): string {
  return name.replace(/-/g, '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function tablesOf(projection: AnyProjection): [string, AnyTable][] {
  return Object.entries(projection.tables as Record<string, AnyTable>);
}

export function columnsOf(table: AnyTable): [string, ColumnKind][] {
  return Object.entries(table.columns);
}

/** A value as a column stores it. */
export function encode(kind: ColumnKind, value: unknown): StoredValue {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'json':
      return JSON.stringify(value);
    case 'set':
      return `${SEPARATOR}${(value as string[]).join(SEPARATOR)}${SEPARATOR}`;
    case 'boolean':
      return value === true ? 1 : 0;
    default:
      return value as StoredValue;
  }
}

/** What {@link encode} was given. */
export function decode(kind: ColumnKind, stored: unknown): unknown {
  if (stored === null || stored === undefined) return null;
  switch (kind) {
    case 'json':
      return JSON.parse(stored as string) as unknown;
    case 'set':
      return (stored as string).split(SEPARATOR).filter((word) => word !== '');
    case 'boolean':
      return stored === 1 || stored === true;
    default:
      return stored;
  }
}

/** What {@link decode} gives; what is stored, where that is no value of the kind: somebody else has written it. */
export function readable(kind: ColumnKind, stored: unknown): unknown {
  try {
    return decode(kind, stored);
  } catch {
    return stored;
  }
}

/** A pattern for LIKE that a set column matches where it holds the word. Words have no `%`, `_` or `|`. */
export function holding(word: string): string {
  return `%${SEPARATOR}${word}${SEPARATOR}%`;
}

/** A row as the database returns it, its columns (all of the table's unless given) by their names in the code. */
export function decodeRow(
  table: AnyTable,
  stored: Readonly<Record<string, unknown>>,
  only?: readonly string[],
): Record<string, unknown> {
  const columns = columnsOf(table).filter(([column]) => only?.includes(column) ?? true);
  return Object.fromEntries(columns.map(([column, kind]) => [column, decode(kind, stored[snakeCase(column)])]));
}
