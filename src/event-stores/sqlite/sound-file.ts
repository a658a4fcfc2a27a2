import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { isDamaged } from './sqlite-errors.js';

/** A database of up to so many bytes is looked through whenever it is opened, which takes some 20 ms. */
const LOOKED_THROUGH_BYTES = 16 * 2 ** 20;

/**
 * What is wrong with an open database, as far as it can be told in a time that does not grow with it: undefined where
 * nothing is.
 */
export function damageAtFirstSight(db: Database.Database): string | undefined {
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  // The write-ahead log first: what is copied from it meanwhile is then counted twice, not missed.
  const there = sizeOf(`${db.name}-wal`) + sizeOf(db.name);
  if (bytes > there) return 'its end is missing';
  return bytes <= LOOKED_THROUGH_BYTES && db.pragma('quick_check(1)', { simple: true }) !== 'ok'
    ? 'pages of it are damaged'
    : undefined;
}

/**
 * What is wrong with the database in a file, looking at every page and index of it: undefined where nothing is. Nothing
 * is changed, and others may write meanwhile.
 */
export function damageOf(file: string): string | undefined {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const found = db.pragma('integrity_check(1)', { simple: true });
    return found === 'ok' ? undefined : String(found);
  } catch (error) {
    if (isDamaged(error)) return (error as Error).message;
    throw error;
  } finally {
    db.close();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
