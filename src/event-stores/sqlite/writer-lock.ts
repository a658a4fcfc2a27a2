import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FolderInUse } from './folder-in-use.js';
import { createPrivately } from './private-file.js';
import { isBusy } from './sqlite-errors.js';

/** Of a folder in which a server has run; it holds nothing. */
export const LOCK_NAME = 'writer.lock';

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
  const file = lockFile(folder);
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

/** Whether a server (or whoever else holds its lock) works on a folder just now. Nothing is made in it. */
export function isInUse(folder: string): boolean {
  if (!existsSync(lockFile(folder))) return false;
  try {
    takeWriterLock(folder).release();
    return false;
  } catch (error) {
    if (error instanceof FolderInUse) return true;
    throw error;
  }
}

function letGo(connection: Database.Database): void {
  held.delete(connection);
  connection.close();
}

function lockFile(folder: string): string {
  return join(folder, LOCK_NAME);
}
