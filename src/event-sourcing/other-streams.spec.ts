import { join } from 'node:path';
import { begin, endorsement, endorsements, someProposal } from '../../test/support/event-store-fixtures.js';
import { newFolder, removeFolder } from '../../test/support/running-server.js';
import { createCodec } from '../aggregates.js';
import { openSqliteEventStore, type SqliteEventStore } from '../event-stores/sqlite/sqlite-event-store.js';
import type { Fold } from './decider.js';
import type { StreamName } from './event.js';
import type { EventStore } from './event-store.js';
import { OtherStreams } from './other-streams.js';

const counting: Fold<{ entries: number }> = {
  name: 'number of entries',
  initial: () => ({ entries: 0 }),
  evolve: (seen) => ({ entries: seen.entries + 1 }),
};

let folder: string;
let store: SqliteEventStore;

beforeEach(() => {
  folder = newFolder();
  store = openSqliteEventStore(join(folder, 'log.sqlite'));
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

const entriesSeen = async (others: OtherStreams, stream: StreamName): Promise<unknown> => {
  const [seen] = await others.see([{ counted: { stream, fold: counting } }]);
  return seen?.others['counted'];
};

/** On the store, but for how a stream is read. */
const reading = (readStream: EventStore['readStream']): OtherStreams =>
  new OtherStreams({ readStream } as unknown as EventStore, createCodec());

/** A stream of which one entry was seen before, and 20 have come since. */
const seenBefore = async (others: OtherStreams): Promise<StreamName> => {
  const stream = someProposal();
  await begin(store, stream, 1);
  await entriesSeen(others, stream);
  await store.append(stream, 0n, endorsements(20));
  return stream;
};

it('Decisions that look at the same stream at once each see every entry of it, and each entry once', async () => {
  const others = new OtherStreams(store, createCodec());
  const stream = await seenBefore(others);
  const atOnce = await Promise.all([1, 2, 3].map(() => entriesSeen(others, stream)));
  expect(atOnce).toEqual([{ entries: 21 }, { entries: 21 }, { entries: 21 }]);
});

it('Who looks while another still reads sees what was written since that began', async () => {
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  let isGated = false;
  const others = reading(async function* (...given) {
    yield* store.readStream(...given);
    if (isGated) await gate;
  });
  const stream = await seenBefore(others);
  isGated = true;
  const earlier = entriesSeen(others, stream);
  await store.append(stream, 20n, endorsements(1));
  const later = entriesSeen(others, stream);
  goOn();
  expect(await later).toEqual({ entries: 22 });
  await earlier;
});

it('A stream that could not be folded to its end is folded anew the next time', async () => {
  let isBroken = false;
  const others = reading(async function* (stream, range = {}) {
    // Only what is folded again, since it was amended, is read from its beginning.
    const isCutOff = isBroken && range.after === undefined;
    for await (const event of store.readStream(stream, range)) {
      if (isCutOff && event.revision === 10n) throw new Error('cut off');
      yield event;
    }
  });
  const stream = await seenBefore(others);
  const [wrong] = endorsements(1);
  if (!wrong) throw new Error('no entry');
  const data = { target: wrong.id, targetType: wrong.type };
  await store.append(stream, 20n, [wrong, { ...endorsement(data), type: 'proposal.EntryRetracted.v1' }]);
  isBroken = true;
  await expect(entriesSeen(others, stream)).rejects.toThrow('cut off');
  isBroken = false;
  expect(await entriesSeen(others, stream)).toEqual({ entries: 21 });
});
