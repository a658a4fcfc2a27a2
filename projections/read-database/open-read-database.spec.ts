import { join } from 'node:path';
import Database from 'better-sqlite3';
import { newFolder, removeFolder } from '../../test/support/running-server.js';
import { auditLog } from '../audit-log/audit-log.projection.js';
import { SqliteReadDatabase } from './sqlite-read-database.js';

const POSITION = `${'0a'.repeat(16)}.0000000000000007`;

it('A file of the first version is taken on as it is: where read models stand, and that nobody looked at the clocks', () => {
  const folder = newFolder();
  const file = join(folder, 'read.sqlite');
  const earlier = new SqliteReadDatabase(file);
  const begun = earlier.begin(auditLog, true);
  const stood = earlier.moveCheckpoint(begun, { ...begun, resume: POSITION, shown: POSITION, clocksApart: 5 });
  earlier.close();
  const raw = new Database(file);
  for (const column of ['latest_recorded_at', 'clocks_apart']) raw.exec(`ALTER TABLE read_model DROP COLUMN ${column}`);
  raw.pragma('user_version = 1');
  raw.close();
  const database = new SqliteReadDatabase(file);
  expect(database.live(auditLog.name)).toEqual({ ...stood, latestRecordedAt: null, clocksApart: null });
  database.close();
  removeFolder(folder);
});
