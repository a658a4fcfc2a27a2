/** `Dmch`: tells our files from other SQLite databases. */
export const APPLICATION_ID = 0x446d6368;

function refusing(table: string, operation: 'UPDATE' | 'DELETE'): string {
  const name = `${table}_refuses_${operation.toLowerCase()}`;
  return `CREATE TRIGGER ${name} BEFORE ${operation} ON ${table} BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;`;
}

function appendOnly(...tables: string[]): string {
  return tables.flatMap((table) => [refusing(table, 'UPDATE'), refusing(table, 'DELETE')]).join('\n');
}

/** Draws the id that the positions of a log begin with. */
const NEW_LOG_ID = 'lower(hex(randomblob(16)))';

/** The one change that is ever made to what was recorded: a copy that goes its own way gets an id of its own. */
export const RENEW_LOG_ID = `
  DROP TRIGGER log_refuses_update;
  UPDATE log SET id = ${NEW_LOG_ID};
  ${refusing('log', 'UPDATE')}
`;

/**
 * The steps from an empty file to the present version, which is their number. A step that was ever released is never
 * changed; what comes later is added.
 *
 * Positions are gapless from 1, revisions from 0. The log's id is what positions begin with.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE stream (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES stream,
    revision INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;

  CREATE TABLE log (
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    id TEXT NOT NULL CHECK (length(id) = 32)
  ) STRICT;

  INSERT INTO log (id) VALUES (${NEW_LOG_ID});

  ${appendOnly('stream', 'event', 'log')}
  `,
];
