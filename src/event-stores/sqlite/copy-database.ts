import Database from 'better-sqlite3';
import { createPrivately } from './private-file.js';

/** 4 MB a step; in between, progress is shown. */
const PAGES_OF_A_STEP = 1_000;

/**
 * Copies a database as it is at one moment, while others go on writing to it. The copy has all of it in one file, which
 * can be read where nothing may be written, and which only its owner can read.
 *
 * @param to a file that is not there
 * @param onProgress called after each step with the pages copied, and how many there are
 */
export async function copyDatabase(
  from: string,
  to: string,
  onProgress: (pages: number, of: number) => void,
): Promise<void> {
  createPrivately(to);
  const source = new Database(from, { readonly: true, fileMustExist: true });
  try {
    // Holds on to the moment: SQLite would begin again after each commit of another process otherwise.
    source.exec('BEGIN');
    source.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages);
        return PAGES_OF_A_STEP;
      },
    });
  } finally {
    source.close();
  }
  leaveWithoutWriteAheadLog(to);
}

function leaveWithoutWriteAheadLog(file: string): void {
  const copy = new Database(file);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}
