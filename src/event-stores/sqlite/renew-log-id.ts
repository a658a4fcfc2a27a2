import Database from 'better-sqlite3';
import { logIdOf } from './open-log.js';
import { RENEW_LOG_ID } from './schema.js';

/**
 * Gives a log that nobody has open another id: a copy goes its own way, and positions of the one must not be taken for
 * those of the other.
 *
 * @returns the new id
 */
export function renewLogId(file: string): string {
  const db = new Database(file, { fileMustExist: true });
  try {
    db.transaction(() => db.exec(RENEW_LOG_ID)).immediate();
    return logIdOf(db);
  } finally {
    db.close();
  }
}
