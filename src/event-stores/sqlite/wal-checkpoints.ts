import Database from 'better-sqlite3';
import { sqliteCodeOf } from './sqlite-errors.js';

interface Watched {
  readonly db: Database.Database;
  readonly dataVersion: Database.Statement<[], number>;
  /** `data_version` at the last copy; it differs once another connection has committed. */
  copiedAt: number;
}

/**
 * Copies the write-ahead logs of databases into them, on connections of its own: whoever writes would otherwise stand
 * still for it, every so many commits, until the disk has taken all of it.
 */
export class WalCheckpoints {
  private readonly watched: readonly Watched[];

  /** @param files databases that exist */
  constructor(files: readonly string[]) {
    this.watched = files.map((file) => {
      const db = new Database(file, { timeout: 0, fileMustExist: true });
      return { db, dataVersion: db.prepare<[], number>('PRAGMA data_version').pluck(), copiedAt: NaN };
    });
  }

  /** Copies what others have committed since the last time. Passive: waits for nobody, and nobody waits for it. */
  copy(): void {
    for (const watched of this.watched) {
      const version = watched.dataVersion.get() ?? NaN;
      if (version === watched.copiedAt) continue;
      try {
        watched.db.pragma('wal_checkpoint(PASSIVE)');
        watched.copiedAt = version;
      } catch (error) {
        // A full disk takes no copy; there may be room the next time.
        if (sqliteCodeOf(error) === '') throw error;
      }
    }
  }

  close(): void {
    for (const { db } of this.watched) db.close();
  }
}
