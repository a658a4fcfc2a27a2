import { NotLeaderError, TimeoutError, UnavailableError } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { TestEventStoreDb } from './test-event-store-db.js';
import { events, idsIn, someStream, TestedServer } from './tested-server.js';
import { WatchedSubscription } from './watched-subscription.js';

const SILENCE_MS = 150;

/** These run on the test server alone: a real one cannot be told to fail. */
describe('test server: faults of a subscription', () => {
  let db: TestEventStoreDb;
  let server: TestedServer;
  let stream: string;
  let subscription: WatchedSubscription;
  const watch = () => (subscription = new WatchedSubscription(server.client, { prefix: stream }));
  beforeEach(async () => {
    db = await TestEventStoreDb.start();
    server = TestedServer.on(db);
    stream = someStream();
    await server.append(stream, 'no_stream', events(2));
  });
  afterEach(async () => {
    await subscription.close();
    await server.close();
  });

  it.each([
    ['cut', UnavailableError],
    ['not-leader', NotLeaderError],
    ['not-ready', UnavailableError],
  ] as const)('%s when it begins: an error, and the next one works', async (fault, kind) => {
    db.faults.next('subscribe', fault);
    expect((await watch().until('error')).error).toBeInstanceOf(kind);
    expect((await watch().until('caughtUp')).events).toHaveLength(2);
  });

  it('silence when it begins: no confirmation', async () => {
    db.faults.next('subscribe', 'silence');
    watch();
    await pause(SILENCE_MS);
    expect(subscription.messages).toEqual([]);
  });

  it.each([
    ['cut', 'error', UnavailableError],
    ['too-slow', 'error', TimeoutError],
    ['end', 'end', undefined],
  ] as const)('%s while it is live: %s, after the events before', async (fault, message, kind) => {
    await watch().until('caughtUp');
    db.faults.next('deliver', fault);
    await server.append(stream, 1n, events(2)).catch(() => 'cut together with its answer');
    await subscription.until(message);
    expect(subscription.events).toHaveLength(2);
    if (kind) expect(subscription.error).toBeInstanceOf(kind);
    else expect(subscription.error).toBeUndefined();
  });

  it('cut while it catches up: an error, and what came before is in order', async () => {
    await server.append(stream, 1n, events(98));
    db.faults.sometimes('deliver', 'cut', 0.05);
    await watch().until('error');
    expect(subscription.events.length).toBeLessThan(100);
    expect(idsIn(subscription.events)).toEqual(idsIn(db.eventsOf(stream)).slice(0, subscription.events.length));
  });

  it('gives an event twice', async () => {
    db.faults.next('deliver', 'twice');
    await watch().until('caughtUp');
    const [first, second] = idsIn(db.eventsOf(stream));
    expect(idsIn(subscription.events)).toEqual([first, first, second]);
  });

  it('says again that it has caught up, as KurrentDB does', async () => {
    await watch().until('caughtUp');
    db.faults.next('deliver', 'caught-up-again');
    await server.append(stream, 1n, events(1));
    await subscription.until('event', 3);
    expect(subscription.messages.slice(-4)).toEqual(['caughtUp', 'fellBehind', 'caughtUp', 'event']);
  });

  it('falls silent, and stays open', async () => {
    await watch().until('caughtUp');
    db.faults.next('deliver', 'silence');
    for (const revision of [1n, 2n]) await server.append(stream, revision, events(1));
    await pause(SILENCE_MS);
    expect(subscription.events).toHaveLength(2);
    expect(subscription.messages).not.toContain('error');
  });

  it('is dropped with every connection while it is idle', async () => {
    await watch().until('caughtUp');
    db.cutConnections();
    expect((await subscription.until('error')).error).toBeInstanceOf(UnavailableError);
  });
});
