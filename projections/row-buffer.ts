import type { AnyRows, StreamRows } from './projection.js';

/** A row as it is stored, and the values of its key. */
export interface StoredRow {
  readonly key: readonly unknown[];
  readonly values: readonly unknown[];
}

/** Rows of one table as the database has them. */
export interface RowStore {
  load(key: readonly unknown[]): object | undefined;
  loadStream(stream: string): object[];
  /** The rows of a stream as they are stored, by key. */
  stored(stream: string): ReadonlyMap<string, StoredRow>;
  /** Inserts the rows, or replaces those with the same key; but for those that are known to be stored just so. */
  write(rows: Iterable<object>, known: ReadonlyMap<string, StoredRow>): void;
  delete(key: readonly unknown[]): void;
  keyOf(row: object): string;
}

/** What folds have read and put of one table since the last write, by key. */
class TableBuffer {
  readonly known = new Map<string, object>();
  readonly changed = new Map<string, object>();
  readonly removed = new Map<string, readonly unknown[]>();
  /** Rows of streams that are folded again, as they were. */
  readonly stored = new Map<string, StoredRow>();

  constructor(readonly store: RowStore) {}
}

/** What folds have read and put since the last write, over the tables of one read model. */
export class RowBuffer {
  // Made anew after each write: a map that is cleared and used again keeps alive whatever it held, until the next full
  // collection, once it has survived a minor one.
  private views = new Map<string, StreamRows<AnyRows>>();
  private tables = new Map<string, TableBuffer>();

  constructor(private readonly stores: ReadonlyMap<string, RowStore>) {}

  /** The rows of one stream, for a fold. */
  rowsOf(stream: string): StreamRows<AnyRows> {
    let rows = this.views.get(stream);
    if (!rows) this.views.set(stream, (rows = this.viewOf(stream)));
    return rows;
  }

  /**
   * Removes every row of a stream of which nothing was read or put since the last write. A row that is then put as it was is
   * not written: of a long stream that is folded again, most are.
   */
  removeAll(stream: string): void {
    for (const table of this.stores.keys()) {
      const { store, removed, stored } = this.bufferOf(table);
      for (const [name, row] of store.stored(stream)) {
        removed.set(name, row.key);
        stored.set(name, row);
      }
    }
  }

  /** Writes what was put, and forgets everything. */
  flush(): void {
    for (const { store, changed, removed, stored } of this.tables.values()) {
      for (const key of removed.values()) store.delete(key);
      if (changed.size > 0) store.write(changed.values(), stored);
    }
    this.clear();
  }

  clear(): void {
    this.views = new Map();
    this.tables = new Map();
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
    const { known, removed, store } = this.bufferOf(table);
    const name = nameOf(key);
    const held = known.get(name);
    if (held) return held;
    if (removed.has(name)) return undefined;
    const row = store.load(key);
    if (row) known.set(name, row);
    return row;
  }

  private all(table: string, stream: string): object[] {
    const { known, removed, store } = this.bufferOf(table);
    const rows = new Map(store.loadStream(stream).map((row) => [store.keyOf(row), row]));
    for (const key of removed.keys()) rows.delete(key);
    for (const [key, row] of known) if ((row as { stream?: unknown }).stream === stream) rows.set(key, row);
    return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  private put(table: string, row: object): void {
    const { known, changed, removed, store } = this.bufferOf(table);
    const key = store.keyOf(row);
    known.set(key, row);
    changed.set(key, row);
    removed.delete(key);
  }

  private remove(table: string, key: readonly unknown[]): void {
    const { known, changed, removed } = this.bufferOf(table);
    const name = nameOf(key);
    known.delete(name);
    changed.delete(name);
    removed.set(name, key);
  }

  private bufferOf(table: string): TableBuffer {
    const known = this.tables.get(table);
    if (known) return known;
    const store = this.stores.get(table);
    if (!store) throw new Error(`the read model has no table ${table}`);
    const buffer = new TableBuffer(store);
    this.tables.set(table, buffer);
    return buffer;
  }
}

/** A key's values as one text. */
export function nameOf(key: readonly unknown[]): string {
  return key.length === 1 ? String(key[0]) : key.join('\u0000');
}
