import fc from 'fast-check';
import type { Metadata, NewEvent } from '../../src/event-sourcing/event.js';
import { AppendTooLarge, MAX_APPEND_BYTES } from '../../src/event-sourcing/event-store.js';
import {
  allOf,
  begin,
  endorsement,
  idsOf,
  idsOfLog,
  someMetadata,
  someProposal,
} from '../support/event-store-fixtures.js';
import type { Given } from './event-store.contract.js';

/** What events hold, and what they cannot. */
export function describePayloads(given: Given): void {
  describe('payloads', () => {
    it('gives events back exactly, from their stream and from the log', async () => {
      const stream = someProposal();
      const event: NewEvent = { ...endorsement(manyKindsOfData), metadata: fullMetadata() };
      const { revision } = await given.store.append(stream, 'none', [event]);
      const [fromStream] = await allOf(given.store.readStream(stream));
      expect(fromStream).toEqual({ ...event, stream, revision, ...positionIn(fromStream) });
      const [fromLog] = (await given.store.readAll('start', 1)).events;
      expect(fromLog).toEqual({ ...event, stream, revision, position: expect.any(String) as string });
    });

    it('gives any JSON back exactly', async () => {
      const anyData = fc.dictionary(fc.string(), fc.jsonValue({ stringUnit: 'binary' }), { noNullPrototype: true });
      await fc.assert(
        fc.asyncProperty(anyData, async (data) => {
          const stream = someProposal();
          await given.store.append(stream, 'none', [endorsement(data)]);
          const [event] = await allOf(given.store.readStream(stream));
          expect(JSON.stringify(event?.data)).toBe(JSON.stringify(data));
        }),
        { numRuns: 50 },
      );
    });

    it('takes an append of exactly the largest size, in bytes of data and metadata', async () => {
      const stream = someProposal();
      await given.store.append(stream, 'none', eventsOfBytes(MAX_APPEND_BYTES));
      const events = await allOf(given.store.readStream(stream));
      expect(events.reduce((bytes, event) => bytes + bytesOf(event), 0)).toBe(MAX_APPEND_BYTES);
    });

    it('refuses a larger append, and leaves its neighbours whole', async () => {
      const [before, stream, after] = [someProposal(), someProposal(), someProposal()];
      const settled = await Promise.allSettled([
        begin(given.store, before, 2),
        given.store.append(stream, 'none', eventsOfBytes(MAX_APPEND_BYTES + 1)),
        begin(given.store, after, 2),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(settled[1]).toMatchObject({ reason: new AppendTooLarge(MAX_APPEND_BYTES + 1) });
      expect(await idsOf(given.store, stream)).toEqual([]);
      expect(await idsOfLog(given.store)).toHaveLength(4);
    });

    it('counts bytes, not characters', async () => {
      const threeBytesEach = endorsement({ note: '€'.repeat(MAX_APPEND_BYTES / 2) });
      await expect(given.store.append(someProposal(), 'none', [threeBytesEach])).rejects.toThrow(AppendTooLarge);
    });

    it.each(notIJson)('refuses %s, and leaves its neighbours whole', async (_, data) => {
      const [before, stream, after] = [someProposal(), someProposal(), someProposal()];
      const settled = await Promise.allSettled([
        begin(given.store, before, 1),
        given.store.append(stream, 'none', [endorsement(), { ...endorsement(), data: data as object }]),
        begin(given.store, after, 1),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(settled[1]).toMatchObject({ reason: expect.any(TypeError) as unknown });
      expect(await idsOf(given.store, stream)).toEqual([]);
      expect(await idsOfLog(given.store)).toHaveLength(2);
    });

    it('refuses metadata that is not JSON', async () => {
      const metadata = { ...someMetadata(), reason: 1n } as unknown as Metadata;
      const append = given.store.append(someProposal(), 'none', [{ ...endorsement(), metadata }]);
      await expect(append).rejects.toThrow(TypeError);
    });
  });
}

const manyKindsOfData = {
  title: 'Resolución «59/201» — démocratie, 民主, ديمقراطية, 🕊️',
  long: 'à'.repeat(200_000),
  control: 'line\nbreak, tab\t, NUL \u0000, "quotes", back\\slash, \\ud800 as text, \u2028',
  nested: { list: [1, 0.1, -3e-7, true, null, { deep: [[], {}] }], empty: '' },
  'a key': 'with a space',
};

const notIJson: [what: string, data: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a number instead of an object', 7],
  ['a big integer', { count: 1n }],
  ['not a number', { count: NaN }],
  ['infinity, deep inside', { list: [{ count: Infinity }] }],
  ['a member that is undefined', { count: undefined }],
  ['a hole in a list', { list: [undefined] }],
  ['a date', { at: new Date(0) }],
  ['a map', { by: new Map([[1, 2]]) }],
  ['a function', { call: () => 1 }],
  ['half a surrogate pair', { note: 'half \ud83d' }],
];

function fullMetadata(): Metadata {
  return {
    ...someMetadata(),
    sources: [{ kind: 'document', title: 'A/RES/59/201', url: 'https://undocs.org/A/RES/59/201', accessedOn: '2005' }],
    reason: 'Voted in plenary — 172 in favour',
    campaignId: 'campaign-un-democracy-caucus',
    causationId: 'c2f2b4b6-14d0-5a1b-9a53-8c9b1a2f0c11',
    decidedOn: [{ stream: 'rule-consensus', revision: null }],
  };
}

/** Two events of so many bytes together. */
function eventsOfBytes(bytes: number): NewEvent[] {
  const [one, two] = [endorsement({ note: '' }), endorsement({ note: '' })];
  const note = 'x'.repeat(bytes - bytesOf(one) - bytesOf(two));
  return [one, { ...two, data: { note } }];
}

function bytesOf({ data, metadata }: NewEvent): number {
  return Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
}

/** Some stores tell the position of an event that is read from its stream, some do not. */
function positionIn(event: { position?: string } | undefined): { position?: string } {
  return event?.position === undefined ? {} : { position: event.position };
}
