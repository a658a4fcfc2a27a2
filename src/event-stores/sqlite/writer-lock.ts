import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FolderInUse } from './folder-in-use.js';
import { createPrivately } from './private-file.js';
import { isBusy } from './sqlite-errors.js';

/** The right to be the one writing server of a folder. */
export interface WriterLock {
  readonly folder: string;
  /** Lets another server have the folder. May be called twice. */
  release(): void;
}

/** A lock that nothing refers to would be collected, and so let go. */
const held = new Set<Database.Database>();

/**
 * Takes the folder for this process until it releases it or dies, however it dies: the lock is the kernel's.
 *
 * @throws FolderInUse
 */
export function takeWriterLock(folder: string): WriterLock {
  const file = join(folder, 'writer.lock');
  createPrivately(file);
  const connection = new Database(file, { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    throw isBusy(error) ? new FolderInUse(folder) : error;
  }
  held.add(connection);
  return { folder, release: () => letGo(connection) };
}

function letGo(connection: Database.Database): void {
  held.delete(connection);
  connection.close();
}
