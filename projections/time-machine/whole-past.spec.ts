import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCodec } from '../../src/aggregates.js';
import type { PositionedEvent } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { copyDatabase } from '../../src/event-stores/sqlite/copy-database.js';
import { eventsOf, inTheLog, LOG_ID, positionOf } from '../../test/support/projected.js';
import { newFolder, removeFolder } from '../../test/support/running-server.js';
import { campaignHistory } from '../campaign-history/campaign-history.projection.js';
import { digestOf } from '../digest.js';
import { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import { rebuild } from '../rebuild.js';
import { Snapshots } from './snapshots.js';
import type { Throwaway } from './throwaway.js';
import { WholePast } from './whole-past.js';

const letter = eventsOf('campaign-6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10');
const codec = createCodec();
const events = inTheLog(
  codec,
  Array.from({ length: 40 }, (_, n) => letter('ActionLogged', { kind: 'letter', summary: String(n) }, '2004')),
);

let folder: string;
let database: SqliteReadDatabase;
let snapshots: Snapshots;
let read: string[];

beforeEach(() => {
  folder = newFolder();
  database = new SqliteReadDatabase(join(folder, 'read.sqlite'));
  snapshots = new Snapshots(join(folder, 'snapshots'), LOG_ID);
  read = [];
});

afterEach(() => {
  database.close();
  removeFolder(folder);
});

/** A log of these events, in pages of ten; what is read of it is noted. */
function logOf(told: readonly PositionedEvent[], beforePage: () => void = () => undefined): EventStore {
  return {
    readAll: (after: string) => {
      beforePage();
      read.push(after);
      const page = told.filter(({ position }) => after === 'start' || position > after).slice(0, 10);
      return Promise.resolve({ events: page, end: page.at(-1)?.position ?? after });
    },
    head: () => Promise.resolve(told.at(-1)?.position ?? ''),
  } as unknown as EventStore;
}

const copyTo = (file: string) => copyDatabase(join(folder, 'read.sqlite'), file, () => undefined);
const pastOn = (store: EventStore, of = snapshots) => new WholePast({ store, codec, database, copyTo, snapshots: of });
const digestNow = ({ database: of, run }: Throwaway): string => digestOf(of, campaignHistory, run.state.generation);
const digestAt = async (past: WholePast, index: number): Promise<string> => {
  const then = await past.at(campaignHistory, positionOf(index));
  const digest = digestNow(then);
  then.dispose();
  return digest;
};
/** Of a read model that was folded no further, without a snapshot. */
const digestUpTo = async (index: number): Promise<string> => {
  const past = pastOn(logOf(events.slice(0, index + 1)), new Snapshots(join(folder, 'none'), LOG_ID));
  const digest = await digestAt(past, index);
  past.dispose();
  return digest;
};
const projectLive = (count: number) =>
  rebuild([campaignHistory], { store: logOf(events.slice(0, count)), codec, database });

describe('a whole read model as it was', () => {
  it('is folded from the first event on where there is no snapshot, and no further than the moment', async () => {
    const past = pastOn(logOf(events));
    const [before, after] = [await digestAt(past, 14), await digestAt(past, 31)];
    expect(before).not.toBe(after);
    expect([before, after]).toEqual([await digestUpTo(14), await digestUpTo(31)]);
    past.dispose();
  });

  it('goes on from the nearest snapshot, which stays as it is', async () => {
    await projectLive(20);
    await snapshots.keep(positionOf(19), copyTo);
    const past = pastOn(logOf(events));
    read = [];
    const [late, early, again] = [await digestAt(past, 33), await digestAt(past, 5), await digestAt(past, 19)];
    expect(read[0]).toBe(positionOf(19));
    expect(read).toContain('start');
    expect([late, early, again]).toEqual([await digestUpTo(33), await digestUpTo(5), await digestUpTo(19)]);
    past.dispose();
  });

  it('stays as it is while it is read, whatever else is asked for meanwhile', async () => {
    await projectLive(20);
    await snapshots.keep(positionOf(19), copyTo);
    const past = pastOn(logOf(events));
    const read = await past.at(campaignHistory, positionOf(25));
    const before = digestNow(read);
    expect([await digestAt(past, 33), await digestAt(past, 25)]).toEqual([await digestUpTo(33), await digestUpTo(25)]);
    past.dispose();
    expect([digestNow(read), before]).toEqual([before, await digestUpTo(25)]);
    read.dispose();
    expect(() => digestNow(read)).toThrow('not open');
  });

  it('is shared by those who ask for the same moment, and there until the last of them has read it', async () => {
    const past = pastOn(logOf(events));
    const [one, other] = [
      await past.at(campaignHistory, positionOf(14)),
      await past.at(campaignHistory, positionOf(14)),
    ];
    expect(other).toBe(one);
    past.dispose();
    one.dispose();
    expect(digestNow(other)).toBe(await digestUpTo(14));
    other.dispose();
  });

  it('is not taken for whole where the log failed on the way', async () => {
    let pages = 0;
    const past = pastOn(
      logOf(events, () => {
        if (++pages === 2) throw new Error('the store does not answer');
      }),
    );
    await expect(past.at(campaignHistory, positionOf(30))).rejects.toThrow('does not answer');
    expect(await digestAt(past, 30)).toBe(await digestUpTo(30));
    past.dispose();
  });

  it('leaves a snapshot of another version of the read model aside', async () => {
    await projectLive(20);
    await snapshots.keep(positionOf(19), copyTo);
    const past = pastOn(logOf(events));
    const then = await past.at({ ...campaignHistory, version: 99 }, positionOf(33));
    expect(then.run.state.version).toBe(99);
    then.dispose();
    past.dispose();
  });
});

describe('snapshots', () => {
  const names = () => readdirSync(join(folder, 'snapshots')).filter((name) => name.startsWith('snapshot-'));
  const at = (place: number) => `${LOG_ID}.${place.toString(16).padStart(16, '0')}`;
  const keep = (place: number, bytes: number) =>
    snapshots.keep(at(place), (file) => {
      writeFileSync(file, '');
      truncateSync(file, bytes);
      return Promise.resolve();
    });

  it('are due from ten thousand on, and whenever the log has grown by a fifth since', async () => {
    expect([snapshots.isDue(at(9_999), 1), snapshots.isDue(at(10_000), 1)]).toEqual([false, true]);
    await keep(10_000, 1);
    expect([snapshots.isDue(at(11_999), 1), snapshots.isDue(at(12_000), 1)]).toEqual([false, true]);
    expect(snapshots.isDue(at(12_000), Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  it('are found by the last position at or before the one asked for', async () => {
    await keep(10_000, 1);
    await keep(20_000, 1);
    const found = [9_999, 10_000, 19_999, 20_000].map((place) => snapshots.nearest(at(place))?.position);
    expect(found).toEqual([undefined, at(10_000), at(10_000), at(20_000)]);
  });

  it('together have room for three copies of the largest: what leaves the smallest gap goes first, the last stays', async () => {
    const each = 100 * 2 ** 20;
    for (const place of [10_000, 20_000, 22_000, 44_000]) await keep(place, each);
    expect(names()).toEqual([10_000, 22_000, 44_000].map((place) => `snapshot-${at(place)}.sqlite`));
    expect(names().every((name) => statSync(join(folder, 'snapshots', name)).size === each)).toBe(true);
  });

  it('of another log, and whatever was left unfinished, are thrown away', async () => {
    await keep(10_000, 1);
    writeFileSync(join(folder, 'snapshots', 'unfinished'), '');
    expect(new Snapshots(join(folder, 'snapshots'), LOG_ID).nearest(at(10_000))).toBeDefined();
    expect(existsSync(join(folder, 'snapshots', 'unfinished'))).toBe(false);
    expect(new Snapshots(join(folder, 'snapshots'), 'f'.repeat(32)).nearest(at(10_000))).toBeUndefined();
    expect(names()).toEqual([]);
  });
});
