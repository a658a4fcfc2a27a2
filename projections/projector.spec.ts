import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Codec, eventTypes } from '../src/event-sourcing/codec.js';
import type { DomainEvent, NewEvent } from '../src/event-sourcing/event.js';
import { StoreUnavailable, type EventStore } from '../src/event-sourcing/event-store.js';
import { openSqliteEventStore, type SqliteEventStore } from '../src/event-stores/sqlite/sqlite-event-store.js';
import { newFolder, removeFolder } from '../test/support/running-server.js';
import { digestOf, liveDigests } from './digest.js';
import { rowOf, type Logged, type Projection, type RowOfStream } from './projection.js';
import { Projector } from './projector.js';
import { SqliteReadDatabase } from './read-database/sqlite-read-database.js';
import { rebuild, RebuildStopped } from './rebuild.js';

type Said = DomainEvent<'Said', { readonly words: string }>;
interface Rows {
  speech: RowOfStream & { words: string[] };
}

const codec = new Codec([eventTypes<Said>('speaker', { Said: { version: 1, sentence: ({ words }) => words } })]);

const speeches = (change: Partial<Projection<Rows, Said>> = {}): Projection<Rows, Said> => ({
  name: 'speeches',
  version: 1,
  categories: ['speaker'],
  tables: {
    speech: { columns: { stream: 'text', campaignId: 'text', visibility: 'text', words: 'json' }, key: ['stream'] },
  },
  fold(rows, event: Logged<Said>) {
    const row = rows.get('speech', event.stream) ?? { ...rowOf(event), words: [] };
    rows.put('speech', { ...row, words: [...row.words, event.data.words] });
  },
  ...change,
});

const stumbling = speeches({
  name: 'stumbling',
  fold(_, event) {
    if (event.data.words === 'three') throw new TypeError('cannot fold');
  },
});

let folder: string;
let store: SqliteEventStore;
let database: SqliteReadDatabase;
let following: { abort: AbortController; done: Promise<void> }[];

beforeEach(() => {
  folder = newFolder();
  store = openSqliteEventStore(join(folder, 'log.sqlite'));
  database = new SqliteReadDatabase(join(folder, 'read.sqlite'));
  following = [];
});

afterEach(async () => {
  for (const { abort } of following) abort.abort();
  await Promise.all(following.map(({ done }) => done));
  await store.close();
  database.close();
  removeFolder(folder);
});

function said(words: string, type = 'speaker.Said.v1'): NewEvent {
  const id = randomUUID();
  const metadata = {
    occurredOn: '2004',
    visibility: 'members',
    recordedAt: '2004-01-01T00:00:00.000Z',
    actorId: 'lead-1',
    commandId: id,
    commandDigest: '',
    correlationId: id,
    salt: '',
  } as const;
  return { id, type, data: { words }, metadata };
}

const say = (...words: string[]) =>
  store.append(
    'speaker-1',
    'none',
    words.map((word) => said(word)),
  );

/** The log, with a writer who says something more whenever a page of it is read. */
function withRestlessWriter(log: EventStore): EventStore {
  let voices = 0;
  return withReadAll(log, async (after, limit) => {
    const page = await log.readAll(after, limit);
    await log.append(`speaker-${String(++voices + 100)}`, 'none', [said(String(voices))]);
    return page;
  });
}

/** The log, away when its first page is asked for. */
function awayAtFirst(log: EventStore): EventStore {
  let asked = 0;
  return withReadAll(log, (after, limit) => {
    if (asked++ === 0) throw new StoreUnavailable('away');
    return log.readAll(after, limit);
  });
}

function withReadAll(log: EventStore, readAll: EventStore['readAll']): EventStore {
  return new Proxy(log, {
    get: (target, name) => {
      if (name === 'readAll') return readAll;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function follow(
  projections: readonly Projection<Rows, Said>[],
  onNotice?: (notice: string) => void,
  log: EventStore = store,
): void {
  const projector = new Projector({ store: log, codec, database, projections, ...(onNotice ? { onNotice } : {}) });
  const abort = new AbortController();
  following.push({ abort, done: projector.follow(abort.signal) });
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to be');
}

const live = (name = 'speeches') => database.live(name);
const wordsIn = (projection: Projection<Rows, Said>, generation = live(projection.name)?.generation ?? 0) =>
  [...database.rowsInKeyOrder(projection, generation, 'speech')].flatMap(
    ({ words }) => JSON.parse(words as string) as string[],
  );
const shown = (name: string, position: string) => until(() => (live(name)?.shown === position ? true : undefined));

/** By a projector that has then stopped. */
async function projectUpTo(position: string): Promise<void> {
  follow([speeches()]);
  await shown('speeches', position);
  following[0]?.abort.abort();
  await following[0]?.done;
}

describe('the projector', () => {
  it('folds what exists, then each event as it comes', async () => {
    const projection = speeches();
    const first = await say('one', 'two');
    follow([projection]);
    await shown('speeches', first.position);
    const second = await store.append('speaker-1', first.revision, [said('three')]);
    await shown('speeches', second.position);
    expect(wordsIn(projection)).toEqual(['one', 'two', 'three']);
    expect(live()?.asOf).toBe('2004-01-01T00:00:00.000Z');
  });

  it('lets a read model that fails stop by itself, at the event, keeping what came before; the others go on', async () => {
    const notices: string[] = [];
    const projection = speeches();
    const { position } = await say('one', 'two', 'three', 'four');
    follow([stumbling, projection], (notice) => notices.push(notice));
    await shown('speeches', position);
    const stopped = await until(() => (live('stumbling')?.stoppedAt ? live('stumbling') : undefined));
    expect(stopped.stoppedBecause).toMatch(/^TypeError at event [0-9a-f-]{36} \(speaker\.Said\.v1\)$/);
    expect(stopped.stoppedAt).toMatch(/3$/);
    expect(stopped.shown).toMatch(/2$/);
    expect(notices).toEqual([`stopped: ${String(stopped.stoppedBecause)}`]);
    const more = await store.append('speaker-2', 'none', [said('five')]);
    await shown('speeches', more.position);
  });

  it('never skips a type that nobody knows: it stops there, by name', async () => {
    await store.append('speaker-1', 'none', [said('one'), said('two', 'speaker.Sung.v1'), said('three')]);
    follow([speeches()]);
    const stopped = await until(() => (live()?.stoppedAt ? live() : undefined));
    expect(stopped.stoppedBecause).toContain('unknown event type');
    expect(stopped.stoppedBecause).toContain('speaker.Sung.v1');
    expect(wordsIn(speeches())).toEqual(['one']);
  });

  it('steps down where another has moved on, so that every event is folded once', async () => {
    const projection = speeches();
    const { position } = await say(...Array.from({ length: 200 }, (_, i) => String(i)));
    follow([projection]);
    follow([projection]);
    await shown('speeches', position);
    const last = await store.append('speaker-1', 199n, [said('last')]);
    await shown('speeches', last.position);
    expect(wordsIn(projection)).toEqual([...Array.from({ length: 200 }, (_, i) => String(i)), 'last']);
  });

  it('builds a new version beside the old one, which serves until then', async () => {
    const { position } = await say('one', 'two');
    await projectUpTo(position);
    const louder = speeches({
      version: 2,
      fold(rows, event: Logged<Said>) {
        const row = rows.get('speech', event.stream) ?? { ...rowOf(event), words: [] };
        rows.put('speech', { ...row, words: [...row.words, event.data.words.toUpperCase()] });
      },
    });
    follow([louder]);
    await until(() => (live()?.version === 2 ? true : undefined));
    expect(wordsIn(louder)).toEqual(['ONE', 'TWO']);
    expect(database.readModels()).toHaveLength(1);
  });

  it('goes on by itself once a store that was away is there again', async () => {
    const { position } = await say('one', 'two');
    const notices: string[] = [];
    follow([speeches()], (notice) => notices.push(notice), awayAtFirst(store));
    await shown('speeches', position);
    expect(notices).toEqual(['StoreUnavailable']);
  });

  it('serves a new version although the writers never pause', async () => {
    const { position } = await say('one');
    await projectUpTo(position);
    follow([speeches({ version: 2 })], undefined, withRestlessWriter(store));
    await until(() => (live()?.version === 2 ? true : undefined));
    expect(wordsIn(speeches())).toContain('one');
  });

  it('rebuilds, and says so, where the log is another than the one it was projected from', async () => {
    const { position } = await say('one');
    await projectUpTo(position);
    await store.close();
    store = openSqliteEventStore(join(folder, 'other.sqlite'));
    const other = await say('two');
    const notices: string[] = [];
    follow([speeches()], (notice) => notices.push(notice));
    await shown('speeches', other.position);
    expect(wordsIn(speeches())).toEqual(['two']);
    expect(notices).toEqual([expect.stringContaining('the log is another')]);
  });
});

describe('a rebuild', () => {
  it('beside the live one gives the same digest, and the live one goes on from there', async () => {
    const projection = speeches();
    const { position } = await say('one', 'two');
    follow([projection]);
    await shown('speeches', position);
    const before = digestOf(database, projection, live()?.generation ?? 0);
    const shares: number[] = [];
    await rebuild([projection], { store, codec, database, onProgress: (share) => shares.push(share) });
    expect(liveDigests(database, [projection])).toEqual({ speeches: before });
    expect(shares.at(-1)).toBe(1);
    expect(live()?.generation).toBe(2);
    const more = await store.append('speaker-1', 1n, [said('three')]);
    await shown('speeches', more.position);
    expect(wordsIn(projection)).toEqual(['one', 'two', 'three']);
  });

  it('ends although the writers never pause', async () => {
    const projection = speeches();
    await say('one', 'two');
    await rebuild([projection], { store: withRestlessWriter(store), codec, database });
    expect(wordsIn(projection).slice(0, 2)).toEqual(['one', 'two']);
  });

  it('that cannot fold an event says which, and leaves the live one as it is', async () => {
    await say('one', 'two', 'three');
    database.begin(stumbling, true);
    await expect(rebuild([stumbling], { store, codec, database })).rejects.toThrow(RebuildStopped);
    expect(database.readModels()).toMatchObject([{ name: 'stumbling', generation: 1, live: true }]);
  });
});
