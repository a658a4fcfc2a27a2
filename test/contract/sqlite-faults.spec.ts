import { jest } from '@jest/globals';
import Database from 'better-sqlite3';
import { OutcomeUnknown, StoreUnavailable } from '../../src/event-sourcing/event-store.js';
import { openLog } from '../../src/event-stores/sqlite/open-log.js';
import { SqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { begin, endorsement, endorsements, idsOf, idsOfLog, someProposal } from '../support/event-store-fixtures.js';
import { makeSqliteLog, type SqliteTestLog } from '../support/sqlite-event-store-log.js';

/** What becomes of appends when the database or the disk fails. */
describe('SQLite event store, when it fails', () => {
  let log: SqliteTestLog;
  let db: Database.Database;
  let store: SqliteEventStore;
  const commits: number[] = [];

  beforeEach(() => {
    log = makeSqliteLog();
    db = openLog(log.file);
    commits.splice(0);
    store = new SqliteEventStore(db, { patienceMs: 100, onCommit: (appends) => commits.push(appends) });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await store.close();
    await log.dispose();
  });

  it('refuses all that share a transaction which found no room, and writes nothing of any', async () => {
    await begin(store, someProposal(), 1);
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${String(pages + 20)}`);
    const large = endorsement({ note: 'x'.repeat(500_000) });
    const settled = await Promise.allSettled([
      begin(store, someProposal(), 1),
      store.append(someProposal(), 'none', [large]),
      begin(store, someProposal(), 1),
    ]);
    for (const outcome of settled)
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
    expect(await idsOfLog(store)).toHaveLength(1);

    db.pragma('max_page_count = 1000000');
    const stream = someProposal();
    await store.append(stream, 'none', [large]);
    expect(await idsOf(store, stream)).toEqual([large.id]);
    expect(await placesOf(store)).toEqual([1, 2]);
  });

  it('refuses what a failed commit has not written, and goes on', async () => {
    failCommit(() => undefined, { written: false });
    const [one, two] = [someProposal(), someProposal()];
    const settled = await Promise.allSettled([begin(store, one, 2), begin(store, two, 1)]);
    for (const outcome of settled)
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
    expect(commits).toEqual([]);
    expect(await idsOfLog(store)).toEqual([]);
    await begin(store, one, 1);
    expect(await placesOf(store)).toEqual([1]);
  });

  it('acknowledges what a commit has written although it failed', async () => {
    const [one, two] = [someProposal(), someProposal()];
    await begin(store, one, 1);
    failCommit((commit) => commit(), { written: true });
    const events = endorsements(2);
    const answers = await Promise.all([store.append(one, 0n, events), begin(store, two, 1)]);
    expect(answers.map(({ revision }) => revision)).toEqual([2n, 0n]);
    expect(answers.map(({ position }) => position)).toEqual(
      [3, 4].map((place) => `${store.logId}.000000000000000${String(place)}`),
    );
    expect(commits).toEqual([1, 2]);
    expect(await store.append(one, 0n, events)).toEqual(answers[0]);
  });

  it('says so where it cannot be told what a commit has written', async () => {
    const other = new Database(log.file, { timeout: 0 });
    failCommit(
      (commit) => {
        commit();
        other.exec('BEGIN IMMEDIATE');
      },
      { written: true },
    );
    const stream = someProposal();
    const events = endorsements(2);
    await expect(store.append(stream, 'none', events)).rejects.toThrow(OutcomeUnknown);
    other.close();
    expect((await store.append(stream, 'none', events)).revision).toBe(1n);
    expect(await idsOf(store, stream)).toHaveLength(2);
  });

  it('leaves nothing of a failed commit that a recovery could bring up', async () => {
    const before = Number(db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }));
    expect(before).toBe(0);
    failCommit(() => undefined, { written: false });
    await expect(begin(store, someProposal(), 1)).rejects.toThrow(StoreUnavailable);
    const [{ log: frames }] = db.pragma('wal_checkpoint(PASSIVE)') as [{ log: number }];
    expect(frames).toBeGreaterThan(0);
  });

  /** The next COMMIT of an append does as is said, and then fails. */
  function failCommit(during: (commit: () => void) => void, { written }: { written: boolean }): void {
    const statements = Object.getPrototypeOf(db.prepare('SELECT 1')) as Database.Statement;
    const run = statements.run;
    let isToFail = true;
    jest.spyOn(statements, 'run').mockImplementation(function (this: Database.Statement, ...values) {
      if (this.source !== 'COMMIT' || !isToFail) return run.apply(this, values as []);
      isToFail = false;
      during(() => run.apply(this, []));
      expect(db.inTransaction).toBe(!written);
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
    });
  }
});

async function placesOf(store: SqliteEventStore): Promise<number[]> {
  const { events } = await store.readAll('start', 100);
  return events.map(({ position }) => parseInt(position.slice(33), 16));
}
