import { WrongRevision } from '../../src/event-sourcing/event-store.js';
import { begin, endorsements, idsOf, idsOfLog, someProposal } from '../support/event-store-fixtures.js';
import type { Given } from './event-store.contract.js';

/** An append that was written is sent again: its sender never had the answer. */
export function describeRepeating(given: Given): void {
  describe('repeating an append', () => {
    it('answers a repeated beginning of a stream as the first time, and writes nothing', async () => {
      const stream = someProposal();
      const events = endorsements(3);
      const first = await given.store.append(stream, 'none', events);
      await given.store.append(stream, 2n, endorsements(2));
      expect(await given.store.append(stream, 'none', events)).toEqual(first);
      expect(await idsOf(given.store, stream)).toHaveLength(5);
      expect(await idsOfLog(given.store)).toHaveLength(5);
    });

    it('answers a repeat from a revision long past as the first time, and writes nothing', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 2);
      const events = endorsements(2);
      const first = await given.store.append(stream, 1n, events);
      for (let revision = 3n; revision < 13n; revision++) await given.store.append(stream, revision, endorsements(1));
      expect(await given.store.append(stream, 1n, events)).toEqual(first);
      expect(await idsOf(given.store, stream)).toHaveLength(14);
    });

    it('answers it so when the first append was the last thing to be written', async () => {
      const stream = someProposal();
      await begin(given.store, stream, 1);
      const events = endorsements(2);
      const first = await given.store.append(stream, 0n, events);
      expect(await given.store.append(stream, 0n, events)).toEqual(first);
      expect(await idsOf(given.store, stream)).toHaveLength(3);
    });

    it('answers it so on another instance, and after the first was closed', async () => {
      const stream = someProposal();
      const events = endorsements(2);
      const first = await given.store.append(stream, 'none', events);
      expect(await (await given.another()).append(stream, 'none', events)).toEqual(first);
      await given.store.close();
      const reopened = await given.another();
      expect(await reopened.append(stream, 'none', events)).toEqual(first);
      expect(await idsOf(reopened, stream)).toHaveLength(2);
    });

    it('writes once what is sent several times at the same time', async () => {
      const stream = someProposal();
      const events = endorsements(2);
      const answers = await Promise.all([1, 2, 3, 4].map(() => given.store.append(stream, 'none', events)));
      expect(new Set(answers.map(({ revision }) => revision))).toEqual(new Set([1n]));
      expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
      expect(await idsOf(given.store, stream)).toEqual(events.map(({ id }) => id));
    });

    it('answers the repeat of the first part of an append with where that part stands', async () => {
      const stream = someProposal();
      const events = endorsements(3);
      await given.store.append(stream, 'none', events);
      expect((await given.store.append(stream, 'none', events.slice(0, 2))).revision).toBe(1n);
      expect(await idsOf(given.store, stream)).toHaveLength(3);
    });

    it('refuses what was written in part only, in another order, or elsewhere', async () => {
      const stream = someProposal();
      const events = endorsements(2);
      await given.store.append(stream, 'none', events);
      await given.store.append(stream, 1n, endorsements(2));
      const [one, two] = events;
      const [fresh] = endorsements(1);
      for (const changed of [[one!, fresh!], [fresh!, two!], [two!, one!], [two!]])
        await expect(given.store.append(stream, 'none', changed)).rejects.toThrow(WrongRevision);
      await expect(given.store.append(stream, 0n, events)).rejects.toThrow(WrongRevision);
      expect(await idsOf(given.store, stream)).toHaveLength(4);
    });
  });
}
