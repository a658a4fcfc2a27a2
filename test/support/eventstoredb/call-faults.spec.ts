import { DeadlineExceededError, NotLeaderError, UnavailableError, type RecordedEvent } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { TestEventStoreDb } from './test-event-store-db.js';
import { events, idsIn, someStream, TestedServer } from './tested-server.js';

const DEADLINE_MS = 600;
const SILENCE_MS = 150;

/** These run on the test server alone: a real one cannot be told to fail. */
describe('test server: faults', () => {
  let db: TestEventStoreDb;
  let server: TestedServer;
  let stream: string;
  beforeEach(async () => {
    db = await TestEventStoreDb.start();
    server = TestedServer.on(db);
    stream = someStream();
    // A deadline counts connecting too.
    await server.append(someStream('connecting'), 'no_stream', []);
  });
  afterEach(() => server.close());

  describe('of an append', () => {
    it.each([
      ['silence-before-write', 0, DeadlineExceededError],
      ['silence-after-write', 2, DeadlineExceededError],
      ['cut-before-write', 0, UnavailableError],
      ['cut-after-write', 2, UnavailableError],
      ['deadline-before-write', 0, DeadlineExceededError],
      ['deadline-after-write', 2, DeadlineExceededError],
      ['not-leader', 0, NotLeaderError],
      ['not-ready', 0, UnavailableError],
    ] as const)('%s: an error, %s events written, and the append can be repeated', async (fault, written, kind) => {
      const sent = events(2);
      db.faults.next('append', fault);
      await expect(server.append(stream, 'no_stream', sent, DEADLINE_MS)).rejects.toThrow(kind);
      expect(db.eventsOf(stream)).toHaveLength(written);
      expect(db.faults.met('append', fault)).toBe(1);
      expect(await server.append(stream, 'no_stream', sent)).toMatchObject({ nextExpectedRevision: 1n });
      expect(idsIn(db.eventsOf(stream))).toEqual(idsIn(sent));
    });

    it('names itself the leader, and says that it is not ready in the words of the real one', async () => {
      db.faults.next('append', 'not-leader');
      db.faults.next('append', 'not-ready');
      const port = Number(new URL(db.connectionString).port);
      const errors = [1, 2].map(() => server.append(stream, 'no_stream', events(1)).catch((error: unknown) => error));
      expect(await errors[0]).toMatchObject({ code: 5, leader: { address: '127.0.0.1', port } });
      expect(await errors[1]).toMatchObject({ code: 14, message: '14 UNAVAILABLE: Server Is Not Ready' });
    });
  });

  describe('of a read', () => {
    beforeEach(async () => {
      await server.append(stream, 'no_stream', events(10));
    });

    it.each([
      ['cut', UnavailableError],
      ['deadline', DeadlineExceededError],
      ['not-leader', NotLeaderError],
      ['not-ready', UnavailableError],
    ] as const)('%s: an error, and the next one works', async (fault, kind) => {
      db.faults.next('readStream', fault);
      await expect(server.readStream(stream)).rejects.toThrow(kind);
      expect(await server.readStream(stream)).toHaveLength(10);
      db.faults.next('readAll', fault);
      await expect(server.readAll()).rejects.toThrow(kind);
      expect((await server.readAll()).length).toBeGreaterThan(10);
    });

    it('cut in the midst: half of the events, then an error', async () => {
      db.faults.next('readStream', 'cut-midway');
      const read: RecordedEvent[] = [];
      const reading = (async () => {
        for await (const { event } of server.client.readStream(stream)) read.push(event!);
      })();
      await expect(reading).rejects.toThrow(UnavailableError);
      expect(idsIn(read)).toEqual(idsIn(db.eventsOf(stream)).slice(0, 5));
    });

    it('ended in the midst: half of the events, and no error', async () => {
      db.faults.next('readStream', 'end-midway');
      expect(await server.readStream(stream)).toHaveLength(5);
    });

    it.each([
      ['silence', 0],
      ['silence-midway', 5],
    ] as const)('%s: %s events, and no end', async (fault, given) => {
      db.faults.next('readStream', fault);
      const seen: string[] = [];
      const reading = server.client.readStream(stream);
      reading.on('data', ({ event }) => seen.push(event!.id)).on('end', () => seen.push('end'));
      while (seen.length < given) await pause(5);
      await pause(SILENCE_MS);
      expect(seen).toHaveLength(given);
      expect(seen).not.toContain('end');
      await reading.cancel();
    });
  });
});
