import BetterSqlite3, { type Database, type Statement } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { AnyProjection, ColumnKind } from '../projection.js';
import { columnsOf, snakeCase, tableName, tablesOf, type AnyTable } from './columns.js';
import { liveState, STATE, type StoredState } from './live-state.js';
import { openReadDatabase } from './open-read-database.js';
import { TakenOver, type Progress, type ReadModelState } from './read-model-state.js';
import { SqliteReadTransaction } from './sqlite-read-transaction.js';
import { SqliteRowStore } from './sqlite-row-store.js';

const TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'TEXT',
  json: 'TEXT',
  set: 'TEXT',
  position: 'TEXT',
  integer: 'INTEGER',
  boolean: 'INTEGER',
};

/** Whether the disk or another process stood in the way, rather than what was to be written. */
export function isStorageFault(error: unknown): boolean {
  if (!(error instanceof BetterSqlite3.SqliteError)) return false;
  return /^SQLITE_(FULL|IOERR|BUSY|LOCKED|CANTOPEN|NOMEM|READONLY|CORRUPT)/.test(error.code);
}

/** Read models in a SQLite file: the catalogue of their generations, and the tables of each. Throwaway. */
export class SqliteReadDatabase {
  readonly kysely: Kysely<Record<string, Record<string, unknown>>>;
  /** The generation of a read model that queries are answered from, by its name. */
  readonly live: (name: string) => ReadModelState | undefined;
  private readonly database: Database;
  private readonly states: Statement<[], StoredState>;
  private readonly advance: Statement;

  /**
   * @param file created where there is none, unless `readonly`
   * @throws NewerReadDatabase · NotAReadDatabase
   */
  constructor(file: string, { readonly = false }: { readonly readonly?: boolean } = {}) {
    this.database = openReadDatabase(file, { readonly });
    this.states = this.database.prepare<[], StoredState>(`${STATE} ORDER BY name, generation`);
    this.live = liveState(this.database);
    this.advance = this.database.prepare(
      `UPDATE read_model SET resume = @resume, shown = @shown, shown_event_id = @shownEventId,
         shown_stream = @shownStream, shown_revision = @shownRevision, as_of = @asOf,
         latest_recorded_at = @latestRecordedAt, clocks_apart = @clocksApart
       WHERE name = @name AND generation = @generation AND resume IS @from`,
    );
    this.kysely = new Kysely({ dialect: new SqliteDialect({ database: this.database }) });
  }

  /** Every generation of every read model. */
  readModels(): ReadModelState[] {
    return this.states.all().map((state) => ({ ...state, live: state.live === 1 }));
  }

  /** What is shown now, to be read for as long as it takes; of a file alone. */
  readTransaction(): SqliteReadTransaction {
    return new SqliteReadTransaction(this.database.name);
  }

  /** A new, empty generation with tables of its own. */
  begin(projection: AnyProjection, live: boolean): ReadModelState {
    const { name, version } = projection;
    const generation = 1 + Math.max(0, ...this.generationsOf(name));
    this.write(() => {
      for (const [table, definition] of tablesOf(projection))
        this.createTable(tableName(name, generation, table), definition);
      this.database
        .prepare('INSERT INTO read_model (name, version, generation, live) VALUES (?, ?, ?, ?)')
        .run(name, version, generation, live ? 1 : 0);
    });
    return this.stateOf(name, generation);
  }

  /** Answers queries from this generation from now on, and drops every other. Call it within {@link write}. */
  swapIn(name: string, generation: number): void {
    for (const other of this.generationsOf(name)) if (other !== generation) this.drop(name, other);
    this.database.prepare('UPDATE read_model SET live = 1 WHERE name = ? AND generation = ?').run(name, generation);
  }

  drop(name: string, generation: number): void {
    const prefix = tableName(name, generation, '');
    const tables = this.database
      .prepare<[number, string], { name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, ?) = ?",
      )
      .all(prefix.length, prefix);
    for (const table of tables) this.database.exec(`DROP TABLE "${table.name}"`);
    this.database.prepare('DELETE FROM read_model WHERE name = ? AND generation = ?').run(name, generation);
  }

  /** What is read is all of one moment; nobody who writes meanwhile has to wait. */
  read<Result>(work: () => Result): Result {
    return this.database.transaction(work).deferred();
  }

  /** Another number than before where any other connection has changed anything meanwhile. */
  get changes(): number {
    return Number(this.database.pragma('data_version', { simple: true }));
  }

  /** All of it, or nothing. */
  write<Result>(work: () => Result): Result {
    return this.database.transaction(work).immediate();
  }

  /** Within {@link write}: a part that may fail alone. */
  attempt(work: () => void): void {
    this.database.transaction(work)();
  }

  /** Moves a checkpoint on. @throws TakenOver where it is no longer where it was left */
  moveCheckpoint(of: ReadModelState, progress: Progress): ReadModelState {
    const moved = this.advance.run({ ...progress, name: of.name, generation: of.generation, from: of.resume });
    if (moved.changes === 0) throw new TakenOver(`the read model ${of.name} is projected by another`);
    return { ...of, ...progress };
  }

  recordStop(of: ReadModelState, stop: { at: string; because: string } | null): ReadModelState {
    this.database
      .prepare('UPDATE read_model SET stopped_at = ?, stopped_because = ? WHERE name = ? AND generation = ?')
      .run(stop?.at ?? null, stop?.because ?? null, of.name, of.generation);
    return { ...of, stoppedAt: stop?.at ?? null, stoppedBecause: stop?.because ?? null };
  }

  rowStores(projection: AnyProjection, generation: number): Map<string, SqliteRowStore> {
    const stores = tablesOf(projection).map(([table, definition]) => {
      const store = new SqliteRowStore(this.database, tableName(projection.name, generation, table), definition);
      return [table, store] as const;
    });
    return new Map(stores);
  }

  /** The rows of a table in the order of its key, text bytewise. */
  *rowsInKeyOrder(projection: AnyProjection, generation: number, table: string): Generator<Record<string, unknown>> {
    const definition = (projection.tables as Record<string, AnyTable>)[table] as AnyTable;
    const columns = columnsOf(definition);
    const select = columns.map(([column]) => `"${snakeCase(column)}"`).join(', ');
    const order = definition.key.map((column) => `"${snakeCase(column)}"`).join(', ');
    const from = `"${tableName(projection.name, generation, table)}"`;
    yield* this.database
      .prepare<[], Record<string, unknown>>(`SELECT ${select} FROM ${from} ORDER BY ${order}`)
      .iterate();
  }

  /** Bytes that the file takes, without its write-ahead log. */
  get bytes(): number {
    const [pages, size] = ['page_count', 'page_size'].map((name) =>
      Number(this.database.pragma(name, { simple: true })),
    );
    return (pages ?? 0) * (size ?? 0);
  }

  /** Whatever is written from now on is forgotten when it is closed. */
  changeNothingForGood(): void {
    this.database.exec('BEGIN IMMEDIATE');
  }

  close(): void {
    this.database.close();
  }

  private stateOf(name: string, generation: number): ReadModelState {
    const state = this.readModels().find((other) => other.name === name && other.generation === generation);
    if (!state) throw new Error(`the read model ${name} has no generation ${String(generation)}`);
    return state;
  }

  private generationsOf(name: string): number[] {
    return this.readModels()
      .filter((state) => state.name === name)
      .map(({ generation }) => generation);
  }

  private createTable(name: string, definition: AnyTable): void {
    const columns = columnsOf(definition).map(([column, kind]) => `"${snakeCase(column)}" ${TYPES[kind]}`);
    const key = definition.key.map((column) => `"${snakeCase(column)}"`).join(', ');
    this.database.exec(`CREATE TABLE "${name}" (${columns.join(', ')}, PRIMARY KEY (${key})) STRICT`);
    const indexes = [...(definition.key[0] === 'stream' ? [] : [['stream']]), ...(definition.indexes ?? [])];
    for (const [index, of] of indexes.entries()) {
      const list = of.map((column) => `"${snakeCase(column)}"`).join(', ');
      this.database.exec(`CREATE INDEX "${name}_${String(index)}" ON "${name}" (${list})`);
    }
  }
}
