import { TimeoutError, UnknownError } from '@eventstore/db-client';
import { events, idsIn, someStream, TestedServer } from './tested-server.js';
import { WatchedSubscription, type Watching } from './watched-subscription.js';

describe('EventStoreDB: subscribing to $all by prefix', () => {
  let server: TestedServer;
  let prefix: string;
  const watched: WatchedSubscription[] = [];
  beforeAll(async () => (server = await TestedServer.open()));
  beforeEach(() => (prefix = someStream('namespace')));
  afterEach(() => Promise.all(watched.splice(0).map((subscription) => subscription.close())));
  afterAll(() => server.close());

  function watch(options: Omit<Watching, 'prefix'> = {}): WatchedSubscription {
    const subscription = new WatchedSubscription(server.client, { prefix, ...options });
    watched.push(subscription);
    return subscription;
  }

  /** Appends to a stream of the prefix; a number of appends each with so many events. */
  async function write(appends: number, each = 1): Promise<string[]> {
    const batches = Array.from({ length: appends }, () => events(each));
    for (const batch of batches) await server.append(`${prefix}.order-1`, 'any', batch);
    return idsIn(batches.flat());
  }

  it('confirms, gives what is there, says that it has caught up, and gives what comes', async () => {
    const before = await write(3);
    const subscription = await watch().until('caughtUp');
    expect(subscription.messages.filter((message) => message !== 'checkpoint')).toEqual([
      'confirmation',
      'event',
      'event',
      'event',
      'caughtUp',
    ]);
    const after = await write(3);
    await subscription.until('event', 6);
    expect(idsIn(subscription.events)).toEqual([...before, ...after]);
  });

  it('gives the events of the prefix alone', async () => {
    await server.append(someStream(), 'no_stream', events(2));
    const own = await write(1);
    await server.append(prefix.slice(0, -1), 'any', events(2));
    const subscription = await watch().until('caughtUp');
    await server.append(someStream(), 'no_stream', events(2));
    own.push(...(await write(1)));
    await subscription.until('event', 2);
    expect(idsIn(subscription.events)).toEqual(own);
  });

  it('goes on after a position, without its event', async () => {
    const ids = await write(2, 3);
    const all = await watch().until('event', 6);
    for (const at of [0, 2, 3, 5]) {
      const resumed = await watch({ fromPosition: all.events[at]!.position }).until('caughtUp');
      expect(idsIn(resumed.events)).toEqual(ids.slice(at + 1));
    }
  });

  it('goes on from the end with what comes', async () => {
    await write(2);
    const subscription = await watch({ fromPosition: 'end' }).until('caughtUp');
    const ids = await write(2);
    await subscription.until('event', 2);
    expect(idsIn(subscription.events)).toEqual(ids);
  });

  it('is confirmed past the end, and gives what comes, also below that position', async () => {
    await write(1);
    const past = { commit: 10n ** 15n, prepare: 10n ** 15n };
    const subscription = await watch({ fromPosition: past }).until('caughtUp');
    const ids = await write(1);
    await subscription.until('event', 1);
    expect(idsIn(subscription.events)).toEqual(ids);
  });

  it('cannot begin within a record', async () => {
    await write(2);
    const [first] = (await watch().until('event', 2)).events;
    const within = { commit: first!.position.commit + 1n, prepare: first!.position.prepare + 1n };
    const subscription = await watch({ fromPosition: within }).until('error');
    expect(subscription.error).toBeInstanceOf(UnknownError);
    expect(subscription.error).toMatchObject({ code: 2 });
  });

  it('sends a checkpoint for every window while it catches up, from each of which it resumes exactly', async () => {
    const begin = (await server.append(prefix.slice(0, -1), 'any', events(1))).position!;
    const ids: string[] = [];
    for (let index = 0; index < 6; index++) {
      ids.push(...(await write(1, 2)));
      await server.append(someStream(), 'no_stream', events(9));
    }
    const subscription = await watch({ window: 8, fromPosition: begin }).until('caughtUp');
    // 66 events, in windows of 8; the last ends at the log's end.
    expect(subscription.checkpoints.length).toBeGreaterThanOrEqual(7);
    expect(subscription.checkpoints.some(({ prepare }) => prepare === 0n)).toBe(true);
    expect(subscription.checkpoints[0]!.commit).toBeLessThan(subscription.events[2]!.position.commit);
    for (const checkpoint of subscription.checkpoints) {
      const before = subscription.events.filter(({ position }) => position.commit <= checkpoint.commit).length;
      const resumed = await watch({ fromPosition: checkpoint }).until('caughtUp');
      expect(idsIn(resumed.events)).toEqual(ids.slice(before));
    }
  });

  it('sends checkpoints while it is live, at the event that was looked at last', async () => {
    const subscription = await watch({ window: 4, fromPosition: 'end' }).until('caughtUp');
    const last = (await server.append(`${prefix}.order-1`, 'no_stream', events(8))).position!;
    await subscription.until('checkpoint', 2);
    expect(subscription.checkpoints).toEqual([subscription.events[3]!.position, last]);
  });

  it('survives an append of 32 events', async () => {
    const subscription = await watch({ fromPosition: 'end' }).until('caughtUp');
    const ids = await write(3, 32);
    await subscription.until('event', 96);
    expect(idsIn(subscription.events)).toEqual(ids);
  });

  it('is dropped on a burst, by an error alone, and resumes from the last event without loss', async () => {
    const subscription = await watch({ fromPosition: 'end' }).until('caughtUp');
    const ids: string[] = [];
    while (subscription.error === undefined && ids.length < 20_000) ids.push(...(await write(1, 1_000)));
    await subscription.until('error');
    expect(subscription.error).toBeInstanceOf(TimeoutError);
    expect(subscription.error).toMatchObject({
      type: 'timeout',
      code: 10,
      message: expect.stringContaining('Consumer too slow to handle event while live. Client resubscription required.'),
    });
    expect(subscription.messages).not.toContain('end');
    const taken = [...subscription.events];
    expect(idsIn(taken)).toEqual(ids.slice(0, taken.length));
    const resumed = await watch({ fromPosition: taken.at(-1)!.position }).until('caughtUp');
    expect(idsIn([...taken, ...resumed.events])).toEqual(ids);
  });

  it('is dropped when its consumer pauses while others write', async () => {
    const subscription = await watch({ fromPosition: 'end' }).until('caughtUp');
    subscription.pause();
    const ids = await write(60, 30);
    subscription.resume();
    expect((await subscription.until('error')).error).toMatchObject({ type: 'timeout', code: 10 });
    expect(subscription.events.length).toBeGreaterThan(0);
    expect(idsIn(subscription.events)).toEqual(ids.slice(0, subscription.events.length));
  });

  it('is paced while it catches up, however long its consumer pauses and whatever is written', async () => {
    const ids = await write(6, 500);
    const subscription = await watch().until('confirmation');
    subscription.pause();
    ids.push(...(await write(10, 30)));
    subscription.resume();
    await subscription.until('caughtUp');
    expect(subscription.error).toBeUndefined();
    expect(idsIn(subscription.events)).toEqual(ids);
  });
});
