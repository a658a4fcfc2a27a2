import Database from 'better-sqlite3';

/** How many rows a table of a SQLite file has, as a process finds it that had no part in writing them. */
export function rowsIn(file: string, table: string): number {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  } finally {
    database.close();
  }
}
