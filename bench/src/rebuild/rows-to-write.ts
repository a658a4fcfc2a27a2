import type Database from 'better-sqlite3';

/** A row as it is bound to its table's insert. */
export type Values = readonly unknown[];

/** Rows to be written when an event comes: which table's, and their values. */
export type RowsByPosition = ReadonlyMap<number, readonly (readonly [table: string, values: Values])[]>;

/** Tables of read models in a file; the catalogue of their generations is none of them. */
export interface ReadTables {
  readonly names: readonly string[];
  /** What makes the tables and their indexes. */
  readonly definitions: readonly string[];
}

export function readTablesOf(reference: Database.Database): ReadTables {
  const schema = reference
    .prepare<[], { name: string; type: string; sql: string }>(
      "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> 'read_model' ORDER BY rowid",
    )
    .all();
  return {
    names: schema.filter(({ type }) => type === 'table').map(({ name }) => name),
    definitions: schema.map(({ sql }) => sql),
  };
}

/**
 * When each row is written: one that shows an event when that event comes, any other when the last event of its stream
 * does, as it is in the end. So every row is written once, and none is read or changed.
 */
export function rowsByPosition(
  log: Database.Database,
  reference: Database.Database,
  tables: ReadTables,
): RowsByPosition {
  const events = log
    .prepare<[], { position: number; stream: string; id: string }>(
      'SELECT position, stream.name AS stream, lower(hex(event.id)) AS id FROM event JOIN stream ON stream.id = event.stream ORDER BY position',
    )
    .all();
  const ofEvent = new Map(events.map(({ id, position }) => [id, position]));
  const lastOfStream = new Map(events.map(({ stream, position }) => [stream, position]));
  const rows = new Map<number, [string, Values][]>();
  for (const table of tables.names)
    for (const row of reference.prepare<[], Record<string, unknown>>(`SELECT * FROM "${table}"`).iterate()) {
      const shown = typeof row['event_id'] === 'string' ? ofEvent.get(row['event_id'].replaceAll('-', '')) : undefined;
      const position = shown ?? lastOfStream.get(String(row['stream']));
      if (position === undefined) throw new Error(`a row of ${table} belongs to no event`);
      const known = rows.get(position) ?? [];
      known.push([table, Object.values(row)]);
      rows.set(position, known);
    }
  return rows;
}
