import type { Revision, StreamName } from '../../src/event-sourcing/event.js';
import {
  DuplicateEventId,
  StoreUnavailable,
  WrongRevision,
  type Appended,
} from '../../src/event-sourcing/event-store.js';
import {
  allOf,
  begin,
  endorsement,
  endorsements,
  idsOf,
  idsOfLog,
  someProposal,
} from '../support/event-store-fixtures.js';
import type { Given } from './event-store.contract.js';

/** Order, revisions, and who wins. */
export function describeAppending(given: Given): void {
  describe('appending', () => {
    it('numbers the events of a stream from 0, in the order in which they were appended', async () => {
      const stream = someProposal();
      const [first, second, third] = endorsements(3);
      expect((await given.store.append(stream, 'none', [first!, second!])).revision).toBe(1n);
      expect((await given.store.append(stream, 1n, [third!])).revision).toBe(2n);
      const events = await allOf(given.store.readStream(stream));
      expect(events.map(({ revision }) => revision)).toEqual([0n, 1n, 2n]);
      expect(events.map(({ id }) => id)).toEqual([first!.id, second!.id, third!.id]);
    });

    it('refuses to begin a stream that exists', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 3);
      await expectWrongRevision(given, stream, 'none', 2n);
    });

    it('refuses a revision that the stream has left behind, or has not reached', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 3);
      for (const expected of [0n, 1n, 3n, 4n]) await expectWrongRevision(given, stream, expected, 2n);
    });

    it('refuses any revision of a stream that does not exist', async () => {
      for (const expected of [-1n, 0n, 1n, 7n]) await expectWrongRevision(given, someProposal(), expected, 'none');
    });

    it('appends all of the events or none', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 1);
      const before = await idsOfLog(given.store);
      await expect(given.store.append(stream, 'none', endorsements(5))).rejects.toThrow(WrongRevision);
      expect(await idsOfLog(given.store)).toEqual(before);
    });

    it('refuses an append without events', async () => {
      const stream = someProposal();
      await expect(given.store.append(stream, 'none', [])).rejects.toThrow(RangeError);
      expect(await idsOf(given.store, stream)).toEqual([]);
    });

    it('refuses the same event id twice in one append', async () => {
      const stream = someProposal();
      const event = endorsement();
      await expect(given.store.append(stream, 'none', [event, endorsement(), event])).rejects.toThrow(DuplicateEventId);
      expect(await idsOf(given.store, stream)).toEqual([]);
    });

    it('refuses an event id that is no UUID', async () => {
      const stream = someProposal();
      const event = { ...endorsement(), id: 'first' };
      await expect(given.store.append(stream, 'none', [event])).rejects.toThrow(TypeError);
      expect(await idsOf(given.store, stream)).toEqual([]);
    });

    it('lets exactly one of those win who append at the same revision at the same time', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 1);
      const stores = [given.store, await given.another()];
      const racers = Array.from({ length: 20 }, (_, index) => stores[index % 2]!.append(stream, 0n, endorsements(2)));
      const { written, refused } = await outcomes(racers);
      expect(written).toHaveLength(1);
      expect(refused).toHaveLength(19);
      for (const error of refused) expect(error).toBeInstanceOf(WrongRevision);
      expect(await idsOf(given.store, stream)).toHaveLength(3);
    });

    it('lets everybody win who appends to a stream of their own at the same time', async () => {
      const streams = Array.from({ length: 100 }, () => someProposal());
      const { written } = await outcomes(streams.map((stream) => begin(given.store, stream, 2)));
      expect(written).toHaveLength(100);
      for (const stream of streams) expect(await idsOf(given.store, stream)).toHaveLength(2);
      expect(new Set(await idsOfLog(given.store)).size).toBe(200);
    });

    it('leaves others whole when one of those that append at the same time is refused', async () => {
      const taken = someProposal();
      await begin(given.store, taken, 1);
      const streams = Array.from({ length: 9 }, () => someProposal());
      const appends = streams.toSpliced(4, 0, taken).map((stream) => begin(given.store, stream, 3));
      const { written, refused } = await outcomes(appends);
      expect(written).toHaveLength(9);
      expect(refused).toEqual([new WrongRevision(taken, 'none', 0n)]);
      for (const stream of streams) expect(await idsOf(given.store, stream)).toHaveLength(3);
      expect(await idsOf(given.store, taken)).toHaveLength(1);
    });

    it('knows what another instance has appended', async () => {
      const other = await given.another();
      const stream = someProposal();
      await begin(given.store, stream, 1);
      await other.append(stream, 0n, endorsements(2));
      await expectWrongRevision(given, stream, 0n, 2n);
      expect((await given.store.append(stream, 2n, endorsements(1))).revision).toBe(3n);
    });
  });

  describe('closing', () => {
    it('finishes what is under way and refuses what comes later', async () => {
      const stream = someProposal();
      const underWay = begin(given.store, stream, 2);
      const closed = given.store.close();
      await expect(begin(given.store, someProposal(), 1)).rejects.toThrow(StoreUnavailable);
      await closed;
      expect((await underWay).revision).toBe(1n);
      await expect(given.store.append(stream, 1n, endorsements(1))).rejects.toThrow(StoreUnavailable);
      expect(await idsOf(await given.another(), stream)).toHaveLength(2);
    });

    it('may be asked for twice', async () => {
      await Promise.all([given.store.close(), given.store.close()]);
      await given.store.close();
    });
  });
}

async function expectWrongRevision(
  { store }: Given,
  stream: StreamName,
  expected: Revision | 'none',
  actual: Revision | 'none',
): Promise<void> {
  const before = await idsOf(store, stream);
  const error: unknown = await store.append(stream, expected, endorsements(2)).catch((refusal: unknown) => refusal);
  expect(error).toBeInstanceOf(WrongRevision);
  expect(error).toMatchObject({ stream, expected, actual });
  expect(await idsOf(store, stream)).toEqual(before);
}

async function outcomes(appends: readonly Promise<Appended>[]): Promise<{ written: Appended[]; refused: unknown[] }> {
  const settled = await Promise.allSettled(appends);
  return {
    written: settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    refused: settled.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])),
  };
}
