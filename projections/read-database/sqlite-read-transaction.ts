import BetterSqlite3, { type Database } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { liveState } from './live-state.js';
import type { ReadModelState } from './read-model-state.js';

/** A writer holds the file for a moment at most while the transaction begins. */
const BUSY_TIMEOUT_MS = 1_000;

/**
 * Read models as they were when it was opened, in one read transaction on a connection of its own. To be closed: until
 * then the file's write-ahead log cannot begin anew.
 */
export class SqliteReadTransaction {
  readonly kysely: Kysely<Record<string, Record<string, unknown>>>;
  private readonly database: Database;

  constructor(file: string) {
    this.database = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    this.kysely = new Kysely({ dialect: new SqliteDialect({ database: this.database }) });
    this.database.exec('BEGIN');
  }

  /** The generation that queries are answered from. */
  live(name: string): ReadModelState | undefined {
    return liveState(this.database)(name);
  }

  close(): void {
    this.database.close();
  }
}
