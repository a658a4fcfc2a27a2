import { AppendTooLarge, WrongRevision, type EventStore } from '../event-sourcing/event-store.js';
import {
  allOf,
  begin,
  endorsement,
  endorsements,
  idsOf,
  idsOfLog,
  someProposal,
} from '../../test/support/event-store-fixtures.js';
import { makeSqliteLog, type SqliteTestLog } from '../../test/support/sqlite-event-store-log.js';
import { OverlayEventStore } from './overlay-event-store.js';

let log: SqliteTestLog;
let store: EventStore;
let overlay: OverlayEventStore;

beforeEach(async () => {
  log = makeSqliteLog();
  store = await log.open();
  overlay = new OverlayEventStore(store);
});

afterEach(() => log.dispose());

describe('a store laid over the log', () => {
  it('shows what the log holds, then what was appended to it, and leaves the log as it is', async () => {
    const stream = someProposal();
    await begin(store, stream, 3);
    const before = await idsOfLog(store);
    const added = endorsements(2);
    expect(await overlay.append(stream, 2n, added)).toMatchObject({ revision: 4n, position: await store.head() });
    expect(await idsOf(overlay, stream)).toEqual([...before, ...added.map(({ id }) => id)]);
    expect(await idsOfLog(store)).toEqual(before);
    expect(overlay.appended).toBe(2);
  });

  it.each([
    [{ after: 1n }, [2n, 3n, 4n]],
    [{ after: 2n }, [3n, 4n]],
    [{ after: 3n }, [4n]],
    [{ after: 4n }, []],
    [{ upTo: 1n }, [0n, 1n]],
    [{ after: 1n, upTo: 3n }, [2n, 3n]],
    [{ upTo: 0n }, [0n]],
  ])('reads %p across where the two meet', async (range, revisions) => {
    const stream = someProposal();
    await begin(store, stream, 3);
    await overlay.append(stream, 2n, endorsements(2));
    expect((await allOf(overlay.readStream(stream, range))).map(({ revision }) => revision)).toEqual(revisions);
  });

  it('begins streams that the log does not have', async () => {
    const stream = someProposal();
    await overlay.append(stream, 'none', [endorsement()]);
    await overlay.append(stream, 0n, [endorsement()]);
    expect((await allOf(overlay.readStream(stream))).map(({ revision }) => revision)).toEqual([0n, 1n]);
    await expect(overlay.append(stream, 'none', [endorsement()])).rejects.toMatchObject({ actual: 1n });
  });

  it.each(['none', 0n, 1n, 3n, 9n] as const)(
    'refuses an append that expects %p where the log ends at 2',
    async (expected) => {
      const stream = someProposal();
      await begin(store, stream, 3);
      await expect(overlay.append(stream, expected, [endorsement()])).rejects.toBeInstanceOf(WrongRevision);
      expect(overlay.appended).toBe(0);
    },
  );

  it('refuses what no store takes', async () => {
    const large = endorsement({ text: 'a'.repeat(1_000_000) });
    await expect(overlay.append(someProposal(), 'none', [large])).rejects.toBeInstanceOf(AppendTooLarge);
  });

  it('is not confused by what others write to the log meanwhile', async () => {
    const stream = someProposal();
    await begin(store, stream, 1);
    await overlay.append(stream, 0n, endorsements(2));
    await store.append(stream, 0n, endorsements(5));
    await overlay.append(stream, 2n, [endorsement()]);
    expect((await allOf(overlay.readStream(stream))).map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n]);
  });

  it('shows a stream as it was, where it is told to', async () => {
    const stream = someProposal();
    await begin(store, stream, 4);
    const earlier = new OverlayEventStore(store, new Map([[stream, 1n]]));
    await earlier.append(stream, 1n, [endorsement()]);
    expect((await allOf(earlier.readStream(stream))).map(({ revision }) => revision)).toEqual([0n, 1n, 2n]);
  });
});
