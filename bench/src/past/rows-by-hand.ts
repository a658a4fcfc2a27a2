import type { AnyProjection, AnyRows, StreamRows } from '../../../projections/projection.js';

/** Rows of one stream as plain objects in memory, and nothing else. */
export class RowsByHand implements StreamRows<AnyRows> {
  private readonly tables = new Map<string, Map<string, object>>();

  constructor(private readonly projection: AnyProjection) {}

  get(table: string, ...key: unknown[]): object | undefined {
    return this.of(table).get(key.join('\0'));
  }

  all(table: string): object[] {
    return this.ordered(table, this.keyOf(table));
  }

  put(table: string, row: object): void {
    const key = this.keyOf(table).map((column) => (row as Record<string, unknown>)[column]);
    this.of(table).set(key.join('\0'), row);
  }

  remove(table: string, ...key: unknown[]): void {
    this.of(table).delete(key.join('\0'));
  }

  /** Text bytewise, as the product has it. */
  ordered(table: string, columns: readonly string[]): object[] {
    const sorting = (row: object): string =>
      columns.map((column) => (row as Record<string, string>)[column]).join('\0');
    return [...this.of(table).values()].toSorted((a, b) => (sorting(a) < sorting(b) ? -1 : 1));
  }

  private of(table: string): Map<string, object> {
    let rows = this.tables.get(table);
    if (!rows) this.tables.set(table, (rows = new Map<string, object>()));
    return rows;
  }

  private keyOf(table: string): readonly string[] {
    return (this.projection.tables as Record<string, { key: readonly string[] }>)[table]?.key ?? [];
  }
}
