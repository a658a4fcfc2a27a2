import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { NewEvent } from '../../src/event-sourcing/event.js';
import { DuplicateEventId, StoreUnavailable } from '../../src/event-sourcing/event-store.js';
import { openLog } from '../../src/event-stores/sqlite/open-log.js';
import {
  allOf,
  begin,
  endorsement,
  endorsements,
  idsOf,
  idsOfLog,
  someProposal,
} from '../support/event-store-fixtures.js';
import { makeSqliteLog, type SqliteTestLog } from '../support/sqlite-event-store-log.js';

/** What the file holds to, beside the contract. */
describe('SQLite event store', () => {
  let log: SqliteTestLog;
  const raw: Database.Database[] = [];
  const openRaw = (): Database.Database => {
    const db = new Database(log.file, { timeout: 0 });
    raw.push(db);
    return db;
  };

  beforeEach(() => {
    log = makeSqliteLog();
  });
  afterEach(async () => {
    for (const db of raw.splice(0)) db.close();
    await log.dispose();
  });

  describe('the file', () => {
    it.each(['event', 'stream', 'log'])('refuses to change or to delete what is in the table %s', async (table) => {
      const store = log.openSync();
      await begin(store, someProposal(), 2);
      const db = openRaw();
      const before = db.prepare(`SELECT * FROM ${table}`).all();
      expect(before.length).toBeGreaterThan(0);
      expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('append-only');
      expect(() => db.exec(`UPDATE ${table} SET id = id`)).toThrow('append-only');
      expect(db.prepare(`SELECT * FROM ${table}`).all()).toEqual(before);
    });

    it('has one log id, which every position begins with', async () => {
      const store = log.openSync();
      expect(store.logId).toMatch(/^[0-9a-f]{32}$/);
      expect(log.openSync().logId).toBe(store.logId);
      expect((await begin(store, someProposal(), 17)).position).toBe(`${store.logId}.0000000000000011`);
      expect(() => openRaw().exec(`INSERT INTO log (only_row, id) VALUES (2, '${store.logId}')`)).toThrow('CHECK');
    });

    it('can be read by its owner alone, its write-ahead log too', async () => {
      await begin(log.openSync(), someProposal(), 1);
      for (const end of ['', '-wal', '-shm']) expect(statSync(log.file + end).mode & 0o777).toBe(0o600);
    });

    it('is synchronised with the disk at every commit, and never waited for on the event loop', () => {
      const db = openLog(log.file);
      raw.push(db);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('busy_timeout', { simple: true })).toBe(0);
    });

    it('holds events by position without gaps, whatever was refused between', async () => {
      const store = log.openSync();
      const stream = someProposal();
      for (let count = 1; count < 4; count++) {
        await begin(store, someProposal(), count);
        await begin(store, stream, 1).catch(() => undefined);
      }
      const places = openRaw().prepare('SELECT position FROM event ORDER BY position').pluck().all();
      expect(places).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });
  });

  describe('event ids', () => {
    it('are refused where they are in the log already, whatever else is appended at the same time', async () => {
      const store = log.openSync();
      const [known, fresh] = endorsements(2);
      await store.append(someProposal(), 'none', [known!]);
      const [left, stream, right] = [someProposal(), someProposal(), someProposal()];
      const settled = await Promise.allSettled([
        begin(store, left, 2),
        store.append(stream, 'none', [fresh!, known!]),
        begin(store, right, 2),
      ]);
      expect(settled[1]).toEqual({ status: 'rejected', reason: new DuplicateEventId(known!.id) });
      expect(await idsOf(store, stream)).toEqual([]);
      expect([await idsOf(store, left), await idsOf(store, right)].map(({ length }) => length)).toEqual([2, 2]);
    });

    it('are refused where another append of the same moment has them', async () => {
      const store = log.openSync();
      const event = endorsement();
      const appends = [someProposal(), someProposal()].map((stream) => store.append(stream, 'none', [event]));
      const settled = await Promise.allSettled(appends);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(await idsOfLog(store)).toEqual([event.id]);
    });
  });

  describe('group commit', () => {
    it('writes what comes at the same time in few commits', async () => {
      const commits: [appends: number, events: number][] = [];
      const store = log.openSync({ onCommit: (appends, events) => commits.push([appends, events]) });
      await Promise.all(Array.from({ length: 64 }, () => begin(store, someProposal(), 2)));
      expect(commits).toEqual([[64, 128]]);
      await Promise.all(Array.from({ length: 65 }, () => begin(store, someProposal(), 1)));
      expect(commits.slice(1)).toEqual([
        [64, 64],
        [1, 1],
      ]);
    });

    it('gathers what comes as long as each turn of the event loop brings more, and waits for nothing then', async () => {
      const commits: number[] = [];
      const store = log.openSync({ onCommit: (appends) => commits.push(appends) });
      const appends: Promise<unknown>[] = [];
      for (let turn = 0; turn < 5; turn++) {
        appends.push(begin(store, someProposal(), 1));
        await nextTurn();
      }
      await Promise.all(appends);
      expect(commits).toEqual([5]);
      await begin(store, someProposal(), 1);
      expect(commits).toEqual([5, 1]);
    });

    it('writes large appends in several, so that none takes long', async () => {
      const commits: number[] = [];
      const store = log.openSync({ onCommit: (appends) => commits.push(appends) });
      const large = (): NewEvent[] => [endorsement({ note: 'x'.repeat(900_000) })];
      await Promise.all(Array.from({ length: 10 }, () => store.append(someProposal(), 'none', large())));
      expect(commits).toEqual([4, 4, 2]);
    });

    it('counts what was written alone', async () => {
      const commits: [appends: number, events: number][] = [];
      const store = log.openSync({ onCommit: (appends, events) => commits.push([appends, events]) });
      const stream = someProposal();
      const events = endorsements(3);
      const appends = [
        store.append(stream, 'none', events),
        store.append(stream, 'none', events),
        begin(store, stream, 5),
      ];
      await Promise.allSettled(appends);
      expect(commits).toEqual([[1, 3]]);
    });
  });

  it('refuses a page that has no room', async () => {
    const store = log.openSync();
    for (const limit of [0, -1, 1.5, NaN, Infinity])
      await expect(store.readAll('start', limit)).rejects.toThrow(RangeError);
  });

  it('leaves no write-ahead log behind when it is closed', async () => {
    const store = log.openSync();
    await begin(store, someProposal(), 3);
    const other = openRaw();
    expect(other.prepare('SELECT count(*) FROM event').pluck().get()).toBe(3);
    await store.close();
    expect(statSync(`${log.file}-wal`).size).toBe(0);
    other.close();
    expect(() => statSync(`${log.file}-wal`)).toThrow('ENOENT');
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await expect(allOf(store.readStream(someProposal()))).rejects.toThrow(StoreUnavailable);
  });
});
