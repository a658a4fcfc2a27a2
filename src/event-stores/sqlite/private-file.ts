import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/**
 * Creates an empty file that only its owner can read, unless it is there.
 *
 * SQLite gives the write-ahead log and its index the mode of the database, so they are never readable by others either.
 */
export function createPrivately(file: string): void {
  try {
    // Exclusively: a file that exists must not be opened, since closing it would drop every lock that this process
    // holds on it (POSIX), and with them SQLite's.
    closeSync(openSync(file, 'wx', OWNER_ONLY));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Takes a database and its companions away from everybody but their owner. */
export function keepPrivate(database: string): void {
  for (const file of [database, `${database}-wal`, `${database}-shm`])
    if (existsSync(file)) chmodSync(file, OWNER_ONLY);
}
