import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, LogPage } from '../../src/event-sourcing/event-store.js';
import {
  allOf,
  appendOneByOne,
  begin,
  endorsements,
  idsIn,
  idsOfLog,
  median,
  someProposal,
} from '../support/event-store-fixtures.js';
import type { Given } from './event-store.contract.js';

/** Reading on and on, as projections do. */
export function describeFollowing(given: Given): void {
  describe('following', () => {
    it('gives what is there and then what comes, once and in order, while many append', async () => {
      await begin(given.store, someProposal(), 5);
      const follower = follow(given.store, 105);
      await Promise.all([1, 2, 3, 4].map(() => appendOneByOne(given.store, someProposal(), endorsements(25))));
      const pages = await follower;
      expect(idsIn(pages)).toEqual(await idsOfLog(given.store));
    });

    it('gives an event that is appended just as the follower begins to wait', async () => {
      const stream = someProposal();
      let last = await begin(given.store, stream, 1);
      const seen: string[] = [];
      const ending = new AbortController();
      for await (const page of given.store.follow('start', ending.signal)) {
        seen.push(...idsIn([page]));
        if (seen.length === 60) ending.abort();
        else last = await given.store.append(stream, last.revision, endorsements(1));
      }
      expect(seen).toEqual(await idsOfLog(given.store));
    });

    it('resumes from the end of any page', async () => {
      await begin(given.store, someProposal(), 3);
      const [first] = await follow(given.store, 3);
      const rest = follow(given.store, 4, first!.end);
      await begin(given.store, someProposal(), 4);
      const all = await idsOfLog(given.store);
      expect(idsIn(await rest)).toEqual(all.slice(3));
    });

    it('never gives an empty page', async () => {
      const pages = follow(given.store, 20);
      await appendOneByOne(given.store, someProposal(), endorsements(20));
      for (const { events } of await pages) expect(events.length).toBeGreaterThan(0);
    });

    it('loses nothing when the reader is slow', async () => {
      const read = follow(given.store, 2_400, 'start', () => pause(10));
      for (let index = 0; index < 6; index++) await begin(given.store, someProposal(), 400);
      expect(idsIn(await read)).toEqual(await idsOfLog(given.store));
    });

    it('lets several follow at the same time, each at its own pace', async () => {
      const quick = follow(given.store, 60);
      const slow = follow(given.store, 60, 'start', () => pause(5));
      await Promise.all([1, 2].map(() => appendOneByOne(given.store, someProposal(), endorsements(30))));
      const all = await idsOfLog(given.store);
      expect(idsIn(await quick)).toEqual(all);
      expect(idsIn(await slow)).toEqual(all);
    });

    it('sees within a tenth of a second what another instance appends', async () => {
      const other = await given.another();
      const delays: number[] = [];
      const ending = new AbortController();
      const pages = given.store.follow(await given.store.head(), ending.signal)[Symbol.asyncIterator]();
      for (let index = 0; index < 11; index++) {
        const next = pages.next();
        await pause(7);
        await begin(other, someProposal(), 1);
        const appendedAt = performance.now();
        await next;
        delays.push(performance.now() - appendedAt);
      }
      ending.abort();
      expect(median(delays)).toBeLessThan(100);
    });

    it('ends soon when it is aborted while nothing comes', async () => {
      await begin(given.store, someProposal(), 1);
      const ending = new AbortController();
      const pages = given.store.follow('start', ending.signal)[Symbol.asyncIterator]();
      expect((await pages.next()).value).toMatchObject({ events: [{ revision: 0n }] });
      const next = pages.next();
      await pause(60);
      const abortedAt = performance.now();
      ending.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      expect(performance.now() - abortedAt).toBeLessThan(200);
    });

    it('ends at once when it was aborted before', async () => {
      await begin(given.store, someProposal(), 1);
      expect(await allOf(given.store.follow('start', AbortSignal.abort()))).toEqual([]);
    });

    it('may be left early, and begun again', async () => {
      await begin(given.store, someProposal(), 2);
      for await (const page of given.store.follow('start', new AbortController().signal)) {
        expect(page.events.length).toBeGreaterThan(0);
        break;
      }
      expect(idsIn(await follow(given.store, 2))).toEqual(await idsOfLog(given.store));
    });

    it('ends when the store is closed', async () => {
      const store = await given.another();
      const following = allOf(store.follow('start', new AbortController().signal));
      await pause(20);
      await store.close();
      expect(await following).toEqual([]);
    });
  });
}

/** The pages of a follower, which ends when it has so many events. */
async function follow(
  store: EventStore,
  events: number,
  after = 'start',
  work: () => Promise<unknown> = () => Promise.resolve(),
): Promise<LogPage[]> {
  const ending = new AbortController();
  const pages: LogPage[] = [];
  let seen = 0;
  for await (const page of store.follow(after, ending.signal)) {
    pages.push(page);
    seen += page.events.length;
    await work();
    if (seen >= events) ending.abort();
  }
  return pages;
}
