import { chmodSync, existsSync } from 'node:fs';
import BetterSqlite3, { type Database } from 'better-sqlite3';

/** `DMRD`: tells our files from other SQLite databases. */
const APPLICATION_ID = 0x44_4d_52_44;
/** Other writers of the file (a rebuild beside the server) hold it for a batch at most. */
const BUSY_TIMEOUT_MS = 10_000;
/**
 * Pages in the write-ahead log before whoever commits copies them (64 MB), and waits for the disk. The server has a thread
 * that does so sooner.
 */
const CHECKPOINT_PAGES = 16_000;
/** Pages that one batch changes have room in memory: those that have none are written to the disk twice. */
const CACHE_KB = 16_384;
/** A file of up to so many bytes is looked through whenever it is opened, which takes some 20 ms. */
const LOOKED_THROUGH_BYTES = 16 * 2 ** 20;

/** What makes a file of each version of the one before. */
const MIGRATIONS = [
  `
  CREATE TABLE read_model (
    name TEXT NOT NULL, version INTEGER NOT NULL, generation INTEGER NOT NULL, live INTEGER NOT NULL,
    resume TEXT, shown TEXT, shown_event_id TEXT, shown_stream TEXT, shown_revision INTEGER, as_of TEXT, stopped_at TEXT, stopped_because TEXT,
    PRIMARY KEY (name, generation)
  ) STRICT;
  CREATE UNIQUE INDEX read_model_live ON read_model (name) WHERE live = 1;
`,
  `
  ALTER TABLE read_model ADD COLUMN latest_recorded_at TEXT;
  ALTER TABLE read_model ADD COLUMN clocks_apart INTEGER;
`,
];
/** The newest version of the file that this software knows. */
export const READ_DATABASE_VERSION = MIGRATIONS.length;

/** The file was written by a newer version of the software. */
export class NewerReadDatabase extends Error {
  override readonly name = 'NewerReadDatabase';
}

/** The file is no read database of this software, or is damaged. Nothing was changed. */
export class NotAReadDatabase extends Error {
  override readonly name = 'NotAReadDatabase';
  constructor(file: string, why: string, options?: ErrorOptions) {
    super(
      `${file} is not a read database that can be opened: ${why}. Nothing of ours is lost with it: ` +
        'take it away, with its -wal and -shm, and the next start builds it anew from the log',
      options,
    );
  }
}

/**
 * Instead of a file: a database on the disk that has no name there, so nobody else can open it, and the system takes it
 * back when it is closed or its process dies, however that ends.
 */
export const NAMELESS = '';

/**
 * Opens the read models' file, creating it where there is none; `readonly`, only where it is there.
 *
 * @param file also {@link NAMELESS}, or `:memory:`
 * @throws NewerReadDatabase · NotAReadDatabase
 */
export function openReadDatabase(file: string, { readonly }: { readonly readonly: boolean }): Database {
  try {
    if (existsSync(file)) refuseWhatIsNotOurs(file);
    return readonly ? new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS, readonly }) : openOurs(file);
  } catch (error) {
    throw isDamage(error) ? new NotAReadDatabase(file, 'no database, or a damaged one', { cause: error }) : error;
  }
}

function openOurs(file: string): Database {
  const database = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (existsSync(file)) chmodSync(file, 0o600);
    database.pragma('journal_mode = WAL');
    // What a power failure takes of it is folded again: rows and checkpoint go together.
    database.pragma('synchronous = NORMAL');
    database.pragma(`cache_size = -${String(CACHE_KB)}`);
    database.pragma(`wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
    database.transaction(() => migrate(database)).immediate();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** On a connection that only reads, and as far as it can be told in a time that does not grow with the file. */
function refuseWhatIsNotOurs(file: string): void {
  const database = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS, readonly: true });
  try {
    const applicationId = numberOf(database, 'application_id');
    const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
    if (applicationId === 0 && isEmpty) return;
    if (applicationId !== APPLICATION_ID) throw new NotAReadDatabase(file, 'it belongs to another application');
    refuseNewer(database);
    database.prepare('SELECT 1 FROM read_model LIMIT 1').get();
    const bytes = numberOf(database, 'page_count') * numberOf(database, 'page_size');
    if (bytes <= LOOKED_THROUGH_BYTES && database.pragma('quick_check(1)', { simple: true }) !== 'ok')
      throw new NotAReadDatabase(file, 'pages of it are damaged');
  } finally {
    database.close();
  }
}

function refuseNewer(database: Database): void {
  const version = numberOf(database, 'user_version');
  if (version > READ_DATABASE_VERSION)
    throw new NewerReadDatabase(
      `the read database is of version ${String(version)}; this software knows version ${String(READ_DATABASE_VERSION)}`,
    );
}

function migrate(database: Database): void {
  refuseNewer(database);
  const version = numberOf(database, 'user_version');
  if (version === READ_DATABASE_VERSION) return;
  for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
  database.pragma(`application_id = ${String(APPLICATION_ID)}`);
  database.pragma(`user_version = ${String(READ_DATABASE_VERSION)}`);
}

/** Whether the file cannot be ours, as far as SQLite can tell; `SQLITE_ERROR` is said where the schema is not there. */
function isDamage(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && /^SQLITE_(NOTADB|CORRUPT|ERROR$)/.test(error.code);
}

function numberOf(database: Database, pragma: string): number {
  return Number(database.pragma(pragma, { simple: true }));
}
