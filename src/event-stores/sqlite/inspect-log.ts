import Database from 'better-sqlite3';
import type { Position } from '../../event-sourcing/event.js';
import { LogReader } from './log-reader.js';
import { NotALog } from './not-a-log.js';
import { logIdOf, namingDamage, refuseWhatIsNotOurs } from './open-log.js';
import { Positions } from './positions.js';

/** A log as it lies in its file. */
export interface LogInspection {
  readonly logId: string;
  /** Of the file's tables. */
  readonly version: number;
  readonly events: number;
  /** Position of the last event; one before all events where there are none. */
  readonly position: Position;
}

/**
 * Looks at a log without changing anything, also beside a server that writes to it.
 *
 * @throws NotALog · NewerDataFolder
 */
export function inspectLog(file: string): LogInspection {
  return namingDamage(file, () => {
    refuseWhatIsNotOurs(file);
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return db.transaction(() => inspect(db))();
    } finally {
      db.close();
    }
  });
}

function inspect(db: Database.Database): LogInspection {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version === 0) throw new NotALog(db.name, 'it is empty');
  const logId = logIdOf(db);
  const positions = new Positions(logId);
  const head = new LogReader(db, positions).head();
  const events = db.prepare<[], number>('SELECT count(*) FROM event').pluck().get() ?? 0;
  if (events !== head) throw new NotALog(db.name, `it holds ${String(events)} events and ends at ${String(head)}`);
  return { logId, version, events, position: positions.at(head) };
}
