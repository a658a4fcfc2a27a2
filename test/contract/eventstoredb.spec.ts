import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { allOf, begin, idsIn, idsOfLog, pagesOf, someProposal, type TestLog } from '../support/event-store-fixtures.js';
import { makeEventStoreDbLog } from '../support/event-store-db-log.js';
import { TestEventStoreDb } from '../support/eventstoredb/test-event-store-db.js';
import { describeEventStore } from './event-store.contract.js';

/** Each log on a server of its own: what others have written would have to be looked through. */
describeEventStore("EventStoreDB's protocol, on the test server", async () => {
  const server = await TestEventStoreDb.start();
  const log = makeEventStoreDbLog(server.connectionString);
  return {
    open: () => log.open(),
    dispose: async () => {
      await log.dispose();
      await server.stop();
    },
  };
});

describe('A log on a server on which others write, too', () => {
  let server: TestEventStoreDb;
  let log: TestLog;
  let store: EventStore;

  beforeEach(async () => {
    server = await TestEventStoreDb.start();
    log = makeEventStoreDbLog(server.connectionString);
    store = await log.open();
  });
  afterEach(async () => {
    await log.dispose();
    await server.stop();
  });

  it('is looked back on for its end past what they wrote once, however many ask, and again when there is more', async () => {
    const ours = await begin(store, someProposal(), 1);
    server.appendForeign(5_000);
    const before = server.faults.came('readAll');
    const asked = await Promise.all(Array.from({ length: 20 }, () => store.head()));
    expect(new Set(asked)).toEqual(new Set([ours.position]));
    // Ten pages of 500, and two short looks of each who asked.
    expect(server.faults.came('readAll') - before).toBeLessThan(60);
    const since = server.faults.came('readAll');
    server.appendForeign(3);
    expect(await store.head()).toBe(ours.position);
    expect(server.faults.came('readAll') - since).toBe(1);
    const more = await begin(store, someProposal(), 1);
    server.appendForeign(20);
    expect(await store.head()).toBe(more.position);
  });

  it('is read past what they wrote without reading it, and not looked through twice', async () => {
    const streams = [someProposal(), someProposal()];
    await begin(store, streams[0]!, 3);
    server.appendForeign(5_000);
    const { position } = await begin(store, streams[1]!, 3);
    server.appendForeign(5_000);
    const before = server.faults.came('readAll');
    const page = await store.readAll('start', 1_000);
    expect(page.events.map(({ stream }) => stream)).toEqual(streams.flatMap((stream) => [stream, stream, stream]));
    expect(server.faults.came('readAll') - before).toBeLessThan(5);
    expect(page.end > position).toBe(true);
    const subscriptions = server.faults.came('subscribe');
    expect(await store.readAll(page.end, 1_000)).toEqual({ events: [], end: page.end });
    expect(server.faults.came('subscribe')).toBe(subscriptions);
  });

  it('is not read again between its last event and where its end was looked for', async () => {
    const { position } = await begin(store, someProposal(), 1);
    server.appendForeign(5_000);
    expect(await store.head()).toBe(position);
    const [reads, subscriptions] = [server.faults.came('readAll'), server.faults.came('subscribe')];
    expect((await store.readAll(position, 1_000)).events).toEqual([]);
    const more = await begin(store, someProposal(), 1);
    expect((await store.readAll(position, 1_000)).end).toBe(more.position);
    expect(server.faults.came('readAll')).toBe(reads + 2);
    expect(server.faults.came('subscribe')).toBe(subscriptions);
  });

  it.each(['cut', 'silence', 'not-leader', 'not-ready'] as const)(
    'is read past what they wrote when the first subscription meets %s',
    async (fault) => {
      await begin(store, someProposal(), 3);
      server.appendForeign(5_000);
      const { position } = await begin(store, someProposal(), 3);
      server.faults.next('subscribe', fault);
      const page = await store.readAll('start', 1_000);
      expect(page.events).toHaveLength(6);
      expect(page.end).toBe(position);
      expect(server.faults.met('subscribe', fault)).toBe(1);
    },
  );

  it('is read to as many events as were asked for, where there are more behind what others wrote', async () => {
    await begin(store, someProposal(), 3);
    server.appendForeign(2_000);
    await begin(store, someProposal(), 300);
    const ids = await idsOfLog(store);
    const pages = await pagesOf(store, 100);
    expect(pages.map(({ events }) => events.length)).toEqual([100, 100, 100, 3]);
    expect(idsIn(pages)).toEqual(ids);
  });
});

describe('A read that the server does not finish', () => {
  let server: TestEventStoreDb;
  let log: TestLog;

  beforeEach(async () => {
    server = await TestEventStoreDb.start();
    log = makeEventStoreDbLog(server.connectionString, { deadlineMs: 300 });
  });
  afterEach(async () => {
    await log.dispose();
    await server.stop();
  });

  it.each(['silence', 'silence-midway'] as const)('of the log is made again after %s', async (fault) => {
    const store = await log.open();
    await begin(store, someProposal(), 10);
    server.faults.next('readAll', fault);
    expect((await store.readAll('start', 100)).events).toHaveLength(10);
    expect(server.faults.met('readAll', fault)).toBe(1);
  });

  it.each(['silence', 'silence-midway'] as const)('of a stream is made again after %s', async (fault) => {
    const store = await log.open();
    const stream = someProposal();
    await begin(store, stream, 10);
    server.faults.next('readStream', fault);
    const read = await allOf(store.readStream(stream));
    expect(read).toHaveLength(10);
    expect(server.faults.met('readStream', fault)).toBe(1);
  });

  it('of what the log is called does not stop the store from opening', async () => {
    server.faults.next('readStream', 'silence');
    await log.open();
    expect(server.faults.met('readStream', 'silence')).toBe(1);
  });
});

describe('A follower of a log that is written to without a pause', () => {
  it('is sent what comes, and does not go on asking for it', async () => {
    const server = await TestEventStoreDb.start();
    const log = makeEventStoreDbLog(server.connectionString);
    const store = await log.open();
    const { signal } = new AbortController();
    await begin(store, someProposal(), 1);
    const before = server.faults.came('readAll');
    const pages = store.follow('start', signal)[Symbol.asyncIterator]();
    for (let page = 0; page < 30; page++) {
      const written = begin(store, someProposal(), 1);
      await pages.next();
      await written;
    }
    await pages.return?.();
    expect(server.faults.came('readAll') - before).toBeLessThan(5);
    await log.dispose();
    await server.stop();
  });
});
