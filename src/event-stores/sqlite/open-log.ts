import Database from 'better-sqlite3';
import { NewerDataFolder } from './newer-data-folder.js';
import { NotALog } from './not-a-log.js';
import { createPrivately, keepPrivate } from './private-file.js';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';
import { damageAtFirstSight } from './sound-file.js';
import { isDamaged } from './sqlite-errors.js';

/** Opening may wait for another process that opens, too: nothing else runs yet. */
const OPENING_TIMEOUT_MS = 5_000;
/** SQLite's `synchronous = FULL`, as it reads back. */
const FULL = 2;
/**
 * Pages in the write-ahead log before they are copied into the database: 32 MB. Event ids are random, so one commit
 * touches many pages of their index; the fewer copies, the more commits share each (1.4 times SQLite's default of 1,000).
 */
const CHECKPOINT_PAGES = 8_000;
/** The index of event ids is read at random. */
const CACHE_KB = 16_384;

/**
 * Opens the log's file, creating it where there is none.
 *
 * @throws NewerDataFolder · NotALog
 */
export function openLog(file: string): Database.Database {
  createPrivately(file);
  return namingDamage(file, () => {
    refuseWhatIsNotOurs(file);
    keepPrivate(file);
    return openOurs(file);
  });
}

/** What SQLite finds damaged is told by the file's name. @throws NotALog, and whatever the work throws */
export function namingDamage<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw isDamaged(error) ? new NotALog(file, 'no database, or a damaged one', { cause: error }) : error;
  }
}

/** A second connection to a log that is open: for what must not be told by the first. */
export function openAgain(file: string): Database.Database {
  const db = new Database(file, { timeout: 0, fileMustExist: true });
  makeDurable(db);
  return db;
}

/**
 * The id that every position of the log begins with.
 *
 * @throws NotALog
 */
export function logIdOf(db: Database.Database): string {
  const id = db.prepare<[], string>('SELECT id FROM log').pluck().get();
  if (id === undefined) throw new NotALog(db.name, 'it has no id');
  return id;
}

function openOurs(file: string): Database.Database {
  const db = new Database(file, { timeout: OPENING_TIMEOUT_MS });
  try {
    makeDurable(db);
    migrate(db, file);
    db.pragma('busy_timeout = 0');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Refuses what is no log that this software can open.
 *
 * On a connection that only reads: one that may write copies the write-ahead log into the file when it is closed.
 *
 * @throws NewerDataFolder · NotALog; what SQLite says of a damaged file, within {@link namingDamage}
 */
export function refuseWhatIsNotOurs(file: string): void {
  const db = new Database(file, { timeout: OPENING_TIMEOUT_MS, readonly: true, fileMustExist: true });
  try {
    const applicationId = numberOf(db, 'application_id');
    if (applicationId === 0 && isEmpty(db)) return;
    if (applicationId !== APPLICATION_ID) throw new NotALog(file, 'it belongs to another application');
    refuseNewer(db, file);
    logIdOf(db);
    const damage = damageAtFirstSight(db);
    if (damage !== undefined) throw new NotALog(file, damage);
  } finally {
    db.close();
  }
}

function refuseNewer(db: Database.Database, file: string): void {
  const version = numberOf(db, 'user_version');
  if (version > MIGRATIONS.length) throw new NewerDataFolder(file, version, MIGRATIONS.length);
}

function isEmpty(db: Database.Database): boolean {
  return numberOf(db, 'user_version') === 0 && db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

/** The driver's build of SQLite falls back to a `synchronous` that may lose acknowledged commits: so set, and looked at. */
function makeDurable(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`cache_size = -${String(CACHE_KB)}`);
  db.pragma(`wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
  const mode = db.pragma('journal_mode', { simple: true });
  const synchronous = numberOf(db, 'synchronous');
  if (mode !== 'wal' || synchronous !== FULL)
    throw new Error(`the log would not be durable: journal_mode ${String(mode)}, synchronous ${String(synchronous)}`);
}

function migrate(db: Database.Database, file: string): void {
  db.transaction(() => {
    refuseNewer(db, file);
    const steps = MIGRATIONS.slice(numberOf(db, 'user_version'));
    if (steps.length === 0) return;
    for (const step of steps) db.exec(step);
    db.pragma(`application_id = ${String(APPLICATION_ID)}`);
    db.pragma(`user_version = ${String(MIGRATIONS.length)}`);
  }).immediate();
}

function numberOf(db: Database.Database, pragma: string): number {
  return Number(db.pragma(pragma, { simple: true }));
}
