import type { Database, Statement } from 'better-sqlite3';
import type { ColumnKind } from '../projection.js';
import { nameOf, type RowStore } from '../row-buffer.js';
import { columnsOf, decode, encode, snakeCase, type AnyTable, type StoredValue } from './columns.js';

type StoredRow = StoredValue[];

/** One table of one generation, read and written through statements prepared once. */
export class SqliteRowStore implements RowStore {
  private readonly columns: readonly [string, ColumnKind][];
  private readonly keyKinds: readonly ColumnKind[];
  private readonly byKey: Statement<unknown[], StoredRow>;
  private readonly byStream: Statement<[string], StoredRow>;
  private readonly upsert: Statement<StoredRow>;
  private readonly deletion: Statement;
  private readonly deletionOfStream: Statement;

  constructor(
    database: Database,
    name: string,
    private readonly table: AnyTable,
  ) {
    this.columns = columnsOf(table);
    const kinds = new Map(this.columns);
    this.keyKinds = table.key.map((column) => kinds.get(column) as ColumnKind);
    const names = this.columns.map(([column]) => quote(snakeCase(column)));
    const keys = table.key.map((column) => quote(snakeCase(column)));
    const select = `SELECT ${names.join(', ')} FROM ${quote(name)}`;
    const where = keys.map((key) => `${key} = ?`).join(' AND ');
    this.byKey = database.prepare<unknown[], StoredRow>(`${select} WHERE ${where}`).raw();
    this.byStream = database.prepare<[string], StoredRow>(`${select} WHERE "stream" = ?`).raw();
    this.deletion = database.prepare(`DELETE FROM ${quote(name)} WHERE ${where}`);
    this.deletionOfStream = database.prepare(`DELETE FROM ${quote(name)} WHERE "stream" = ?`);
    const rest = names.filter((column) => !keys.includes(column)).map((column) => `${column} = excluded.${column}`);
    this.upsert = database.prepare<StoredRow>(
      `INSERT INTO ${quote(name)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})` +
        ` ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${rest.join(', ')}`,
    );
  }

  load(key: readonly unknown[]): object | undefined {
    const stored = this.byKey.get(...this.stored(key));
    return stored && this.decode(stored);
  }

  loadStream(stream: string): object[] {
    return this.byStream.all(stream).map((stored) => this.decode(stored));
  }

  write(rows: Iterable<object>): void {
    const values = new Array<StoredValue>(this.columns.length);
    for (const row of rows as Iterable<Record<string, unknown>>) {
      for (let index = 0; index < values.length; index++) {
        const [column, kind] = this.columns[index] as [string, ColumnKind];
        values[index] = encode(kind, row[column]);
      }
      this.upsert.run(...values);
    }
  }

  delete(key: readonly unknown[]): void {
    this.deletion.run(...this.stored(key));
  }

  deleteStream(stream: string): void {
    this.deletionOfStream.run(stream);
  }

  keyOf(row: object): string {
    const values = row as Record<string, unknown>;
    return nameOf(this.table.key.map((column) => values[column]));
  }

  private stored(key: readonly unknown[]): StoredValue[] {
    return key.map((value, index) => encode(this.keyKinds[index] as ColumnKind, value));
  }

  private decode(stored: StoredRow): object {
    return Object.fromEntries(this.columns.map(([column, kind], index) => [column, decode(kind, stored[index])]));
  }
}

/** An identifier; those come from the code alone. */
function quote(identifier: string): string {
  return `"${identifier}"`;
}
