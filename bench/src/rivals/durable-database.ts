import Database from 'better-sqlite3';

const FULL = 2;
/** As the product has it: so many pages in the write-ahead log before they are copied, so much room for pages in memory. */
const CHECKPOINT_PAGES = 8_000;
const CACHE_KB = 16_384;

/** A database of one table, as durable as the product's log and set up like it. @throws where it is not */
export function openDurably(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma(`cache_size = -${String(CACHE_KB)}`);
  database.pragma(`wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
  const [mode, synchronous] = ['journal_mode', 'synchronous'].map((name) => database.pragma(name, { simple: true }));
  if (mode !== 'wal' || synchronous !== FULL) throw new Error(`not durable: ${String(mode)}, ${String(synchronous)}`);
  database.exec('CREATE TABLE entry (id INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT');
  return database;
}
