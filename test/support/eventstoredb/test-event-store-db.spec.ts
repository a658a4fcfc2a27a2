import { UnavailableError } from '@eventstore/db-client';
import { TestEventStoreDb } from './test-event-store-db.js';
import { events, idsIn, someStream, TestedServer } from './tested-server.js';
import { WatchedSubscription } from './watched-subscription.js';

describe('test server', () => {
  let db: TestEventStoreDb;
  let server: TestedServer;
  beforeEach(async () => {
    db = await TestEventStoreDb.start();
    server = TestedServer.on(db);
  });
  afterEach(() => server.close());

  it('shows the streams of a prefix in the order of the log', async () => {
    const [one, two] = [someStream('a'), someStream('a')];
    const sent = events(3);
    await server.append(one, 'no_stream', [sent[0]!]);
    await server.append(two, 'no_stream', [sent[1]!]);
    await server.append(someStream('b'), 'no_stream', events(1));
    await server.append(one, 0n, [sent[2]!]);
    expect(idsIn(db.eventsOf('a.'))).toEqual(idsIn(sent));
    expect(db.eventsOf('a.')[2]).toMatchObject({ stream: one, revision: 1n, type: 'OrderLineAdded' });
  });

  it('writes what others do, beside one’s own events', async () => {
    await server.append('own.order-1', 'no_stream', events(1));
    const before = await server.readAll();
    db.appendForeign(4);
    const names = (await server.readAll()).slice(before.length).map(({ streamId }) => streamId);
    expect(names.filter((name) => name.startsWith('$'))).toHaveLength(2);
    expect(names.filter((name) => !name.startsWith('$'))).toHaveLength(2);
    expect(db.eventsOf('own.')).toHaveLength(1);
  });

  it('lets an idle consumer have 100 events of one append, as the real one did', async () => {
    const subscription = await new WatchedSubscription(server.client, { prefix: 'own.' }).until('caughtUp');
    await server.append('own.order-1', 'no_stream', events(100));
    await subscription.until('event', 100);
    expect(subscription.error).toBeUndefined();
    await subscription.close();
  });

  it('starts on a port of one’s choice, which is free again when it was stopped', async () => {
    const port = Number(new URL(db.connectionString).port);
    await expect(TestEventStoreDb.start({ port })).rejects.toThrow('EADDRINUSE');
    await db.stop();
    await expect(server.append(someStream(), 'no_stream', events(1))).rejects.toThrow(UnavailableError);
    db = await TestEventStoreDb.start({ port });
    expect(db.connectionString).toBe(`esdb://127.0.0.1:${String(port)}?tls=false`);
    await server.append('own.order-1', 'no_stream', events(1));
    expect(db.eventsOf('own.')).toHaveLength(1);
    await db.stop();
  });

  it('is stopped at once, also with calls under way', async () => {
    db.faults.next('append', 'silence-before-write');
    const waiting = server.append(someStream(), 'no_stream', events(1)).catch((error: unknown) => error);
    while (db.faults.met('append', 'silence-before-write') === 0) await new Promise(setImmediate);
    await db.stop();
    expect(await waiting).toMatchObject({ code: expect.any(Number) });
  });
});
