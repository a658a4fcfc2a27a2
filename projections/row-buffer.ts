import type { AnyRows, StreamRows } from './projection.js';

/** Rows of one table as the database has them. */
export interface RowStore {
  load(key: readonly unknown[]): object | undefined;
  loadStream(stream: string): object[];
  /** Inserts the rows, or replaces those with the same key. */
  write(rows: Iterable<object>): void;
  delete(key: readonly unknown[]): void;
  keyOf(row: object): string;
}

/** What folds have read and put since the last write, over the tables of one read model. */
export class RowBuffer {
  private readonly views = new Map<string, StreamRows<AnyRows>>();
  private readonly known = new Map<string, Map<string, object>>();
  private readonly changed = new Map<string, Map<string, object>>();
  private readonly removed = new Map<string, Map<string, readonly unknown[]>>();

  constructor(private readonly stores: ReadonlyMap<string, RowStore>) {
    for (const table of stores.keys()) {
      this.known.set(table, new Map());
      this.changed.set(table, new Map());
      this.removed.set(table, new Map());
    }
  }

  /** The rows of one stream, for a fold. */
  rowsOf(stream: string): StreamRows<AnyRows> {
    let rows = this.views.get(stream);
    if (!rows) this.views.set(stream, (rows = this.viewOf(stream)));
    return rows;
  }

  /** Writes what was put, and forgets everything. */
  flush(): void {
    for (const [table, keys] of this.removed) for (const key of keys.values()) this.storeOf(table).delete(key);
    for (const [table, rows] of this.changed) if (rows.size > 0) this.storeOf(table).write(rows.values());
    this.clear();
  }

  clear(): void {
    this.views.clear();
    for (const rows of [...this.changed.values(), ...this.known.values(), ...this.removed.values()]) rows.clear();
  }

  private viewOf(stream: string): StreamRows<AnyRows> {
    return {
      get: (table, ...key) => this.get(table, key),
      all: (table) => this.all(table, stream),
      put: (table, row) => {
        this.put(table, row);
      },
      remove: (table, ...key) => {
        this.remove(table, key);
      },
    };
  }

  private get(table: string, key: readonly unknown[]): object | undefined {
    const known = this.known.get(table);
    const name = nameOf(key);
    const held = known?.get(name);
    if (held) return held;
    if (this.removed.get(table)?.has(name)) return undefined;
    const row = this.storeOf(table).load(key);
    if (row) known?.set(name, row);
    return row;
  }

  private all(table: string, stream: string): object[] {
    const store = this.storeOf(table);
    const rows = new Map(store.loadStream(stream).map((row) => [store.keyOf(row), row]));
    for (const key of this.removed.get(table)?.keys() ?? []) rows.delete(key);
    for (const [key, row] of this.known.get(table) ?? [])
      if ((row as { stream?: unknown }).stream === stream) rows.set(key, row);
    return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  private put(table: string, row: object): void {
    const key = this.storeOf(table).keyOf(row);
    this.known.get(table)?.set(key, row);
    this.changed.get(table)?.set(key, row);
    this.removed.get(table)?.delete(key);
  }

  private remove(table: string, key: readonly unknown[]): void {
    const name = nameOf(key);
    this.known.get(table)?.delete(name);
    this.changed.get(table)?.delete(name);
    this.removed.get(table)?.set(name, key);
  }

  private storeOf(table: string): RowStore {
    const store = this.stores.get(table);
    if (!store) throw new Error(`the read model has no table ${table}`);
    return store;
  }
}

/** A key's values as one text. */
export function nameOf(key: readonly unknown[]): string {
  return key.length === 1 ? String(key[0]) : key.join('\u0000');
}
