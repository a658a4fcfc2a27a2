import type { AnyProjection, AnyRows, StreamRows } from '../../../projections/projection.js';

type Row = Record<string, unknown>;

/** Rows of one table, by key. */
class TableByHand {
  readonly rows = new Map<string, Row>();
  private readonly nothing: Row;

  constructor(
    columns: object,
    readonly key: readonly string[],
  ) {
    this.nothing = Object.fromEntries(Object.keys(columns).map((column) => [column, null]));
  }

  put(row: object): void {
    // What a fold leaves out is null, as in a table.
    const whole: Row = { ...this.nothing, ...row };
    this.rows.set(nameOf(this.key.map((column) => whole[column])), whole);
  }

  /** Text bytewise, as the product has it. */
  ordered(columns: readonly string[]): Row[] {
    const sorting = (row: Row): string => nameOf(columns.map((column) => row[column]));
    return [...this.rows.values()].toSorted((a, b) => (sorting(a) < sorting(b) ? -1 : 1));
  }
}

/** Rows of one stream as plain objects in memory, and nothing else. */
export class RowsByHand implements StreamRows<AnyRows> {
  private readonly tables: ReadonlyMap<string, TableByHand>;

  constructor({ tables }: AnyProjection) {
    const definitions = Object.entries(tables as Record<string, { columns: object; key: string[] }>);
    this.tables = new Map(definitions.map(([name, { columns, key }]) => [name, new TableByHand(columns, key)]));
  }

  get(table: string, ...key: unknown[]): object | undefined {
    return this.of(table).rows.get(nameOf(key));
  }

  all(table: string): object[] {
    return this.of(table).ordered(this.of(table).key);
  }

  put(table: string, row: object): void {
    this.of(table).put(row);
  }

  remove(table: string, ...key: unknown[]): void {
    this.of(table).rows.delete(nameOf(key));
  }

  ordered(table: string, columns: readonly string[]): object[] {
    return this.of(table).ordered(columns);
  }

  private of(table: string): TableByHand {
    const found = this.tables.get(table);
    if (!found) throw new Error(`there is no table ${table}`);
    return found;
  }
}

function nameOf(key: readonly unknown[]): string {
  return key.join('\0');
}
