/** Said of any statement that does not fit the schema. */
const MISSING_TABLE = 'SQLITE_ERROR';

/** The extended result code of an error that SQLite raised (`SQLITE_FULL`); '' where it was not SQLite. */
export function sqliteCodeOf(error: unknown): string {
  // By its code, not its class: the driver's class differs between realms of one process.
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : '';
}

/** Whether another connection holds the database just now; trying again will help. */
export function isBusy(error: unknown): boolean {
  return sqliteCodeOf(error).startsWith('SQLITE_BUSY');
}

/** Whether the file cannot be a database of ours, as far as SQLite can tell. */
export function isDamaged(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT') || code === MISSING_TABLE;
}
