import type { Database, Statement } from 'better-sqlite3';
import type { ColumnKind } from '../projection.js';
import { nameOf, type RowStore, type StoredRow } from '../row-buffer.js';
import { columnsOf, decode, encode, snakeCase, type AnyTable, type StoredValue } from './columns.js';

type Values = StoredValue[];

/** One table of one generation, read and written through statements prepared once. */
export class SqliteRowStore implements RowStore {
  private readonly columns: readonly [string, ColumnKind][];
  private readonly keyKinds: readonly ColumnKind[];
  /** Where the key's columns are among all. */
  private readonly keyPlaces: readonly number[];
  private readonly byKey: Statement<unknown[], Values>;
  private readonly byStream: Statement<[string], Values>;
  private readonly upsert: Statement<Values>;
  private readonly deletion: Statement;

  constructor(
    database: Database,
    name: string,
    private readonly table: AnyTable,
  ) {
    this.columns = columnsOf(table);
    const kinds = new Map(this.columns);
    this.keyKinds = table.key.map((column) => kinds.get(column) as ColumnKind);
    this.keyPlaces = table.key.map((name) => this.columns.findIndex(([column]) => column === name));
    const names = this.columns.map(([column]) => quote(snakeCase(column)));
    const keys = table.key.map((column) => quote(snakeCase(column)));
    const select = `SELECT ${names.join(', ')} FROM ${quote(name)}`;
    const where = keys.map((key) => `${key} = ?`).join(' AND ');
    this.byKey = database.prepare<unknown[], Values>(`${select} WHERE ${where}`).raw();
    this.byStream = database.prepare<[string], Values>(`${select} WHERE "stream" = ?`).raw();
    this.deletion = database.prepare(`DELETE FROM ${quote(name)} WHERE ${where}`);
    const rest = names.filter((column) => !keys.includes(column)).map((column) => `${column} = excluded.${column}`);
    this.upsert = database.prepare<Values>(
      `INSERT INTO ${quote(name)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})` +
        ` ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${rest.join(', ')}`,
    );
  }

  load(key: readonly unknown[]): object | undefined {
    const stored = this.byKey.get(...this.encoded(key));
    return stored && this.decode(stored);
  }

  loadStream(stream: string): object[] {
    return this.byStream.all(stream).map((stored) => this.decode(stored));
  }

  stored(stream: string): Map<string, StoredRow> {
    const rows = this.byStream.all(stream).map((values): [string, StoredRow] => {
      const key = this.keyPlaces.map((place, index) => decode(this.keyKinds[index] as ColumnKind, values[place]));
      return [nameOf(key), { key, values }];
    });
    return new Map(rows);
  }

  write(rows: Iterable<object>, known: ReadonlyMap<string, StoredRow>): void {
    const values = new Array<StoredValue>(this.columns.length);
    for (const row of rows as Iterable<Record<string, unknown>>) {
      for (let index = 0; index < values.length; index++) {
        const [column, kind] = this.columns[index] as [string, ColumnKind];
        values[index] = encode(kind, row[column]);
      }
      const held = known.size > 0 ? known.get(this.keyOf(row))?.values : undefined;
      if (!held?.every((value, index) => value === values[index])) this.upsert.run(...values);
    }
  }

  delete(key: readonly unknown[]): void {
    this.deletion.run(...this.encoded(key));
  }

  keyOf(row: object): string {
    const values = row as Record<string, unknown>;
    return nameOf(this.table.key.map((column) => values[column]));
  }

  private encoded(key: readonly unknown[]): Values {
    return key.map((value, index) => encode(this.keyKinds[index] as ColumnKind, value));
  }

  private decode(stored: Values): object {
    return Object.fromEntries(this.columns.map(([column, kind], index) => [column, decode(kind, stored[index])]));
  }
}

/** An identifier; those come from the code alone. */
function quote(identifier: string): string {
  return `"${identifier}"`;
}
