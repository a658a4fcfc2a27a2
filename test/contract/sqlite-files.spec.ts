import { chmodSync, copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FolderInUse } from '../../src/event-stores/sqlite/folder-in-use.js';
import { NewerDataFolder } from '../../src/event-stores/sqlite/newer-data-folder.js';
import { NotALog } from '../../src/event-stores/sqlite/not-a-log.js';
import { openSqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { takeWriterLock } from '../../src/event-stores/sqlite/writer-lock.js';
import { begin, idsOf, someProposal } from '../support/event-store-fixtures.js';
import { makeSqliteLog, type SqliteTestLog } from '../support/sqlite-event-store-log.js';
import { OtherProcess } from '../support/sqlite-event-store-processes.js';

describe('a data folder', () => {
  let log: SqliteTestLog;
  beforeEach(() => {
    log = makeSqliteLog();
  });
  afterEach(() => log.dispose());

  describe('opening a file', () => {
    it('finds again what was written', async () => {
      const stream = someProposal();
      const store = log.openSync();
      await begin(store, stream, 3);
      await store.close();
      expect(await idsOf(log.openSync(), stream)).toHaveLength(3);
    });

    it('refuses one of a later version, names both, and leaves it alone', async () => {
      await log.openSync().close();
      changeRaw(log.file, (db) => db.exec('PRAGMA user_version = 7; PRAGMA journal_mode = DELETE'));
      const before = readFileSync(log.file);
      expect(() => log.openSync()).toThrow(NewerDataFolder);
      expect(() => log.openSync()).toThrow(/log\.sqlite has version 7.* up to 1:/);
      expect(readFileSync(log.file)).toEqual(before);
    });

    it('refuses a database of another application, and leaves it alone', () => {
      changeRaw(log.file, (db) => db.exec('PRAGMA application_id = 1234; CREATE TABLE theirs (a)'));
      const before = readFileSync(log.file);
      expect(() => log.openSync()).toThrow(NotALog);
      expect(readFileSync(log.file)).toEqual(before);
    });

    it('refuses a database that says nothing of itself but holds something', () => {
      changeRaw(log.file, (db) => db.exec('CREATE TABLE theirs (a)'));
      expect(() => log.openSync()).toThrow(NotALog);
    });

    it('refuses what is no database', () => {
      writeFileSync(log.file, 'Dear Secretary-General, '.repeat(500));
      expect(() => log.openSync()).toThrow(NotALog);
    });

    it('refuses a file that was cut off, and one without its log', async () => {
      const store = log.openSync();
      await begin(store, someProposal(), 200);
      await store.close();
      const [cut, empty] = [join(log.folder, 'cut.sqlite'), join(log.folder, 'empty.sqlite')];
      copyFileSync(log.file, cut);
      truncateSync(cut, 9_000);
      expect(() => openSqliteEventStore(cut)).toThrow(NotALog);
      copyFileSync(log.file, empty);
      changeRaw(empty, (db) => db.exec('DROP TABLE log'));
      expect(() => openSqliteEventStore(empty)).toThrow(NotALog);
    });

    it('takes an empty file for a new log, as a crash between two steps may leave it', async () => {
      writeFileSync(log.file, '');
      await begin(log.openSync(), someProposal(), 1);
    });

    it('takes a file away from everybody but its owner', async () => {
      await log.openSync().close();
      chmodSync(log.file, 0o644);
      await begin(log.openSync(), someProposal(), 1);
      for (const end of ['', '-wal', '-shm']) expect(statSync(log.file + end).mode & 0o777).toBe(0o600);
    });
  });

  describe('the writer lock', () => {
    it('is had by one at a time, and names the folder', () => {
      const lock = takeWriterLock(log.folder);
      expect(() => takeWriterLock(log.folder)).toThrow(FolderInUse);
      expect(() => takeWriterLock(log.folder)).toThrow(log.folder);
      lock.release();
      lock.release();
      takeWriterLock(log.folder).release();
    });

    it('keeps other processes out, also after somebody was refused here', async () => {
      const lock = takeWriterLock(log.folder);
      expect(() => takeWriterLock(log.folder)).toThrow(FolderInUse);
      expect((await OtherProcess.start('try-lock', log.folder)).answer).toBe('SQLITE_BUSY');
      lock.release();
      expect((await OtherProcess.start('try-lock', log.folder)).answer).toBe('free');
    });

    it('is refused while another process has it, and free once that was killed', async () => {
      const other = await OtherProcess.start('hold-lock', log.folder);
      try {
        expect(other.answer).toBe('held');
        expect(() => takeWriterLock(log.folder)).toThrow(FolderInUse);
      } finally {
        await other.kill();
      }
      takeWriterLock(log.folder).release();
    });

    it('can be read by its owner alone', () => {
      const lock = takeWriterLock(log.folder);
      expect(statSync(join(log.folder, 'writer.lock')).mode & 0o777).toBe(0o600);
      lock.release();
    });
  });
});

function changeRaw(file: string, change: (db: Database.Database) => unknown): void {
  const db = new Database(file);
  change(db);
  db.close();
}
