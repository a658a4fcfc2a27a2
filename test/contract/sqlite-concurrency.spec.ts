import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import Database from 'better-sqlite3';
import { StoreUnavailable, type LogPage } from '../../src/event-sourcing/event-store.js';
import { openLog } from '../../src/event-stores/sqlite/open-log.js';
import { SqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { allOf, begin, idsIn, idsOfLog, median, pagesOf, someProposal } from '../support/event-store-fixtures.js';
import { makeSqliteLog, type SqliteTestLog } from '../support/sqlite-event-store-log.js';
import { OtherProcess } from '../support/sqlite-event-store-processes.js';

/** One file, and others at it; one event loop, and others on it. */
describe('SQLite event store, among others', () => {
  let log: SqliteTestLog;
  beforeEach(() => {
    log = makeSqliteLog();
  });
  afterEach(() => log.dispose());

  describe('a database that another connection writes to', () => {
    it('delays an append, neither failing it nor holding up the event loop', async () => {
      const store = log.openSync();
      const other = beginElsewhere(log.file);
      const begunAt = performance.now();
      const append = begin(store, someProposal(), 1);
      const pauses = await longestPauseDuring(400);
      other.close();
      await append;
      expect(performance.now() - begunAt).toBeGreaterThanOrEqual(395);
      expect(pauses).toBeLessThan(200);
      expect(await idsOfLog(store)).toHaveLength(1);
    });

    it('is given up in the end, for all that wait, and nothing is written', async () => {
      const store = log.openSync({ patienceMs: 100 });
      const other = beginElsewhere(log.file);
      const appends = Array.from({ length: 70 }, () => begin(store, someProposal(), 1));
      for (const outcome of await Promise.allSettled(appends))
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
      other.close();
      await begin(store, someProposal(), 1);
      expect(await idsOfLog(store)).toHaveLength(1);
    });
  });

  describe('following', () => {
    it('sees within a tenth of a second what another process commits', async () => {
      const store = log.openSync();
      const ending = new AbortController();
      const delays: number[] = [];
      const other = OtherProcess.start('append', log.file, '12');
      for await (const { events } of store.follow('start', ending.signal)) {
        for (const { data } of events) delays.push(Date.now() - (data as { committedAt: number }).committedAt);
        if (delays.length >= 12) ending.abort();
      }
      expect((await other).answer).toBe('appended');
      expect(delays).toHaveLength(12);
      expect(median(delays)).toBeLessThan(100);
    });

    it('misses nothing that another process commits between looking and waiting', async () => {
      const db = openLog(log.file);
      const store = new SqliteEventStore(db, {});
      onceAfterLooking(db, () => appendRaw(log.file));
      const ending = new AbortController();
      const { value } = await store.follow('start', ending.signal).next();
      expect((value as LogPage).events).toHaveLength(1);
      await store.close();
    });

    it('sees at once what another instance in the process commits', async () => {
      const [store, other] = [log.openSync(), log.openSync()];
      const ending = new AbortController();
      const delays: number[] = [];
      const pages = store.follow('start', ending.signal);
      for (let index = 0; index < 15; index++) {
        const next = pages.next();
        await pause(3);
        await begin(other, someProposal(), 1);
        const committedAt = performance.now();
        await next;
        delays.push(performance.now() - committedAt);
      }
      ending.abort();
      expect(median(delays)).toBeLessThan(10);
    });

    it('goes by pages of at most 500 events, and lets others have their turn between', async () => {
      const store = log.openSync();
      for (let index = 0; index < 4; index++) await begin(store, someProposal(), 600);
      const turns = countTurns();
      const ending = new AbortController();
      const sizes: number[] = [];
      for await (const { events } of store.follow('start', ending.signal))
        if (sizes.push(events.length) === 5) ending.abort();
      expect(sizes).toEqual([500, 500, 500, 500, 400]);
      expect(turns.stop()).toBeGreaterThanOrEqual(4);
    });
  });

  it('lets others have their turn while a long stream, or the whole log, is read', async () => {
    const store = log.openSync();
    const stream = someProposal();
    await begin(store, stream, 1_300);
    const ofStream = countTurns();
    await allOf(store.readStream(stream));
    expect(ofStream.stop()).toBeGreaterThanOrEqual(2);
    const ofLog = countTurns();
    expect(idsIn(await pagesOf(store, 300))).toHaveLength(1_300);
    expect(ofLog.stop()).toBeGreaterThanOrEqual(5);
  });
});

/** Does something as soon as a page of the log has been read. */
function onceAfterLooking(db: Database.Database, work: () => void): void {
  const statements = Object.getPrototypeOf(db.prepare('SELECT 1')) as Database.Statement;
  const all = statements.all;
  const spy = jest.spyOn(statements, 'all').mockImplementation(function (this: Database.Statement, ...values) {
    const rows = all.apply(this, values);
    spy.mockRestore();
    work();
    return rows;
  });
}

/** Commits an event as another process would: nothing in this one is told. */
function appendRaw(file: string): void {
  const db = new Database(file);
  db.exec(`
    BEGIN IMMEDIATE;
    INSERT INTO stream (name) VALUES ('proposal-raw');
    INSERT INTO event SELECT 1, id, 0, randomblob(16), 'proposal.StateEndorsed.v1', '{}', '{}' FROM stream;
    COMMIT`);
  db.close();
}

/** Another connection that is about to write: until it is closed, nobody else can. */
function beginElsewhere(file: string): Database.Database {
  const db = new Database(file, { timeout: 0 });
  db.exec('BEGIN IMMEDIATE');
  return db;
}

/** Lets a time pass; the longest that the event loop stood still in it. */
async function longestPauseDuring(milliseconds: number): Promise<number> {
  const until = performance.now() + milliseconds;
  let longest = 0;
  for (let last = performance.now(); last < until;) {
    await pause(2);
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  return longest;
}

/** Counts the turns of the event loop until it is stopped. */
function countTurns(): { stop(): number } {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns++;
    next = setImmediate(turn);
  });
  return {
    stop: () => {
      clearImmediate(next);
      return turns;
    },
  };
}
