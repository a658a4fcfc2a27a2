import type { NewEvent } from '../../src/event-sourcing/event.js';
import { ForeignPosition, type EventStore } from '../../src/event-sourcing/event-store.js';
import { allOf, begin, endorsements, idsIn, idsOf, pagesOf, someProposal } from '../support/event-store-fixtures.js';
import type { Given } from './event-store.contract.js';

/** One stream, the whole log, and positions in it. */
export function describeReading(given: Given): void {
  describe('reading a stream', () => {
    it('gives the revisions that are asked for', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 6);
      const revisions = async (range: { after?: bigint; upTo?: bigint }): Promise<bigint[]> =>
        (await allOf(given.store.readStream(stream, range))).map(({ revision }) => revision);
      expect(await revisions({})).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
      expect(await revisions({ after: 3n })).toEqual([4n, 5n]);
      expect(await revisions({ after: -1n, upTo: 1n })).toEqual([0n, 1n]);
      expect(await revisions({ upTo: 0n })).toEqual([0n]);
      expect(await revisions({ after: 1n, upTo: 3n })).toEqual([2n, 3n]);
      expect(await revisions({ after: 5n })).toEqual([]);
      expect(await revisions({ after: 99n })).toEqual([]);
      expect(await revisions({ after: 3n, upTo: 2n })).toEqual([]);
      expect(await revisions({ after: 4n, upTo: 99n })).toEqual([5n]);
    });

    it('gives nothing of a stream that does not exist', async () => {
      expect(await allOf(given.store.readStream(someProposal()))).toEqual([]);
      expect(await allOf(given.store.readStream(someProposal(), { after: 3n }))).toEqual([]);
    });

    it('gives a long stream whole, and nothing of another', async () => {
      const [stream, other] = [someProposal(), someProposal()];
      await begin(given.store, other, 3);
      const events = endorsements(1_203);
      await given.store.append(stream, 'none', events.slice(0, 1_000));
      await given.store.append(stream, 999n, events.slice(1_000));
      expect(await idsOf(given.store, stream)).toEqual(events.map(({ id }) => id));
    });

    it('may be left early', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 700);
      for await (const event of given.store.readStream(stream)) if (event.revision === 2n) break;
      expect((await given.store.append(stream, 699n, endorsements(1))).revision).toBe(700n);
    });
  });

  describe('reading the log', () => {
    it('gives every event once, in the order in which they were appended, on pages of any size', async () => {
      const appended = await appendMixed(given);
      for (const limit of [1, 2, 3, 7, 100]) {
        const pages = await pagesOf(given.store, limit);
        expect(idsIn(pages)).toEqual(appended);
        for (const { events } of pages) expect(events.length).toBeLessThanOrEqual(limit);
      }
    });

    it('gives positions that grow bytewise', async () => {
      await appendMixed(given);
      const pages = await pagesOf(given.store, 4);
      const positions = pages.flatMap(({ events }) => events.map(({ position }) => position));
      for (let index = 1; index < positions.length; index++)
        expect(Buffer.compare(Buffer.from(positions[index - 1]!), Buffer.from(positions[index]!))).toBe(-1);
      for (const { events, end } of pages) expect(end >= events.at(-1)!.position).toBe(true);
    });

    it('resumes from the end of any page, and after any event', async () => {
      const appended = await appendMixed(given);
      const pages = await pagesOf(given.store, 3);
      let through = 0;
      for (const { end, events } of pages) {
        through += events.length;
        expect(idsIn(await pagesOf(given.store, 100, end))).toEqual(appended.slice(through));
        const last = events.at(-1)!.position;
        expect(idsIn(await pagesOf(given.store, 100, last))).toEqual(appended.slice(through));
      }
    });

    it('gives an empty page at the head, from whose end what comes later is read', async () => {
      await begin(given.store, someProposal(), 2);
      const [page] = await pagesOf(given.store);
      const atHead = await given.store.readAll(page!.end, 10);
      expect(atHead.events).toEqual([]);
      expect(atHead.end >= page!.end).toBe(true);
      const later = endorsements(2);
      await given.store.append(someProposal(), 'none', later);
      expect(idsIn(await pagesOf(given.store, 10, atHead.end))).toEqual(later.map(({ id }) => id));
    });

    it('gives an empty page of an empty log', async () => {
      const { events, end } = await given.store.readAll('start', 10);
      expect(events).toEqual([]);
      await begin(given.store, someProposal(), 1);
      expect((await given.store.readAll(end, 10)).events).toHaveLength(1);
    });
  });

  describe('positions', () => {
    it('that answer an append are at or after its events, and not after the head', async () => {
      for (const count of [1, 3]) {
        const events = endorsements(count);
        const { position } = await given.store.append(someProposal(), 'none', events);
        expect((await given.store.head()) >= position).toBe(true);
        expect(await positionsOf(given.store, events)).toHaveLength(count);
        for (const at of await positionsOf(given.store, events)) expect(at <= position).toBe(true);
      }
    });

    it('that answer appends sent at the same time are so, too', async () => {
      const appends = [1, 2, 3, 4].map(endorsements);
      const answers = await Promise.all(appends.map((events) => given.store.append(someProposal(), 'none', events)));
      const head = await given.store.head();
      for (const [index, { position }] of answers.entries()) {
        expect(head >= position).toBe(true);
        for (const at of await positionsOf(given.store, appends[index]!)) expect(at <= position).toBe(true);
      }
    });

    it('have a head before all events in an empty log', async () => {
      const head = await given.store.head();
      await begin(given.store, someProposal(), 1);
      expect((await given.store.readAll(head, 10)).events).toHaveLength(1);
      expect((await given.store.head()) > head).toBe(true);
    });

    it('are the same on every instance', async () => {
      await begin(given.store, someProposal(), 3);
      expect(await pagesOf(await given.another(), 2)).toEqual(await pagesOf(given.store, 2));
    });

    it('of another log are refused', async () => {
      const stranger = await given.stranger();
      await begin(given.store, someProposal(), 1);
      const { position } = await begin(stranger, someProposal(), 1);
      await expect(given.store.readAll(position, 10)).rejects.toThrow(ForeignPosition);
      await expect(allOf(given.store.follow(position, AbortSignal.timeout(1_000)))).rejects.toThrow(ForeignPosition);
    });

    it('are refused when malformed', async () => {
      const { position } = await begin(given.store, someProposal(), 1);
      const malformed = [
        '',
        'end',
        '0',
        position.slice(0, -1),
        `${position}0`,
        `${position.slice(0, -1)}g`,
        ` ${position}`,
      ];
      for (const wrong of malformed) {
        await expect(given.store.readAll(wrong, 10)).rejects.toThrow(ForeignPosition);
        await expect(allOf(given.store.follow(wrong, AbortSignal.timeout(1_000)))).rejects.toThrow(ForeignPosition);
      }
    });
  });
}

/** Positions of those events of the log, as the log has them. */
async function positionsOf(store: EventStore, events: readonly NewEvent[]): Promise<string[]> {
  const ids = new Set(events.map(({ id }) => id));
  const logged = (await pagesOf(store)).flatMap((page) => page.events);
  return logged.filter(({ id }) => ids.has(id)).map(({ position }) => position);
}

/** Appends of several sizes to several streams, one after another; the ids in order. */
async function appendMixed({ store }: Given): Promise<string[]> {
  const streams = [someProposal(), someProposal(), someProposal()];
  const ends = new Map<string, bigint>();
  const ids: string[] = [];
  for (let index = 0; index < 12; index++) {
    const stream = streams[index % 3]!;
    const events = endorsements((index % 4) + 1);
    ends.set(stream, (await store.append(stream, ends.get(stream) ?? 'none', events)).revision);
    ids.push(...events.map(({ id }) => id));
  }
  return ids;
}
