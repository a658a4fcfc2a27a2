import { Codec, type EventTypes } from '../../src/event-sourcing/codec.js';
import {
  categoryOf,
  idOf,
  type Entry,
  type Metadata,
  type PositionedEvent,
  type StreamName,
} from '../../src/event-sourcing/event.js';
import { digestOf } from '../../projections/digest.js';
import { Page } from '../../projections/page.js';
import type { AnyProjection } from '../../projections/projection.js';
import { advanceAll, ProjectionRun } from '../../projections/projection-run.js';
import { ReadModels } from '../../projections/reading/read-models.js';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { eventId } from './given.js';

export const CAMPAIGN = '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10';
export const LOG_ID = '0123456789abcdef0123456789abcdef';
const VIEWER = { userId: 'lead-1' };
/** A list that does not end by then never will. */
const MOST_PAGES = 50;
const FIRST_RECORDED = Date.parse('2026-11-25T10:00:00Z');
/** Objects that belong to no campaign unless one is given. */
const OF_NO_CAMPAIGN = ['access', 'audit', 'criteria', 'import'];

/** An event as a spec tells it: the short name of its type, and what matters of the rest. */
export interface Given {
  readonly stream: StreamName;
  readonly type: string;
  readonly data?: object;
  readonly entry?: Partial<Entry>;
  readonly metadata?: Partial<Metadata>;
}

/** Short for the events of one stream: `happened('StateEndorsed', { country: 'CHL' }, '2004-09')`. */
export function eventsOf(stream: StreamName) {
  return (type: string, data: object = {}, entry: Partial<Entry> | string = {}): Given => ({
    stream,
    type,
    data,
    entry: typeof entry === 'string' ? { occurredOn: entry } : entry,
  });
}

/**
 * Events as the log holds them, in the order given: the nth has the id `eventId(n)` and is recorded n seconds after
 * ten o'clock on 2026-11-25, by `lead-1`, unless its metadata says otherwise.
 */
export function inTheLog(codec: Codec, given: readonly Given[]): PositionedEvent[] {
  const revisions = new Map<string, bigint>();
  return given.map(({ stream, type, data = {}, entry = {}, metadata = {} }, index) => {
    const revision = revisions.get(stream) ?? 0n;
    revisions.set(stream, revision + 1n);
    return {
      id: eventId(index),
      stream,
      revision,
      position: positionOf(index),
      type: codec.storedType(categoryOf(stream), type),
      data: frozen(structuredClone(data)),
      metadata: {
        occurredOn: '2004-01-01',
        visibility: 'members',
        ...entry,
        recordedAt: new Date(FIRST_RECORDED + index * 1_000).toISOString(),
        actorId: 'lead-1',
        commandId: eventId(1_000_000 + index),
        commandDigest: 'c'.repeat(64),
        correlationId: eventId(1_000_000 + index),
        salt: 'a'.repeat(32),
        ...campaignOf(stream),
        ...metadata,
      },
    };
  });
}

/** No fold may change what it is given: here it throws. */
function frozen<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value) as unknown[]) if (typeof inner === 'object' && inner !== null) frozen(inner);
  return Object.freeze(value);
}

/** Position of the nth event given, from 0. */
export function positionOf(index: number): string {
  return `${LOG_ID}.${(index + 1).toString(16).padStart(16, '0')}`;
}

function campaignOf(stream: StreamName): Partial<Metadata> {
  const category = categoryOf(stream);
  if (OF_NO_CAMPAIGN.includes(category)) return {};
  return { campaignId: category === 'campaign' ? idOf(stream) : CAMPAIGN };
}

/** What a read model came to, and what its routes answer. */
export interface Projected {
  /** The answer to `proposals/<id>` or `proposals`, asked with these parameters. */
  get(path: string, query?: Query): Promise<Record<string, unknown>>;
  /** The items of a list's first page. */
  items(path: string, query?: Query): Promise<Record<string, unknown>[]>;
  /** The items of every page of a list, followed from cursor to cursor. */
  paged(path: string, query: Query, limit: number): Promise<Record<string, unknown>[]>;
  /** What one of its tables holds, in the order of its key. */
  rows(table: string): Promise<Record<string, unknown>[]>;
  digest(): string;
}

type Query = Readonly<Record<string, string | readonly string[]>>;

interface Subject {
  readonly projection: AnyProjection;
  readonly routes?: readonly ReadRoute[];
  readonly events: readonly EventTypes[];
}

/**
 * A read model as production has it, on a database in memory: `given(…events).get('proposals')`.
 *
 * @param subject the projection, its routes, and the events that its codec knows
 */
export function readModel(subject: Subject) {
  return (...given: readonly Given[]): Projected => projected(subject, given);
}

/** Folds the events in batches of a size, all at once unless given. Throws where one of them cannot be folded. */
export function projected(subject: Subject, given: readonly Given[], batch = Infinity): Projected {
  const { projection, routes = [] } = subject;
  const codec = new Codec(subject.events);
  const database = new SqliteReadDatabase(':memory:');
  opened.add(database);
  const run = new ProjectionRun(projection, database, database.begin(projection, true));
  const events = inTheLog(codec, given);
  const streams = byStream(events);
  for (let at = 0; at < events.length; at += batch) {
    const page = events.slice(at, at + batch);
    const end = page.at(-1)?.position ?? '';
    advanceAll([run], new Page({ events: page, end }, codec, streams), database);
    if (run.state.stoppedBecause !== null) throw new Error(`${projection.name}: ${run.state.stoppedBecause}`);
  }
  const feed = { onCommitted: () => () => undefined };
  const readModels = new ReadModels({ database, codec, logId: LOG_ID, feed });
  const get: Projected['get'] = (path, query = {}) => {
    const [route, values] = routeTo(path, routes);
    const asked = Object.entries(query).map(([name, value]) => [name, [value].flat()]);
    return readModels.answer(route, { path: values, query: Object.fromEntries(asked) }, VIEWER);
  };
  const paged: Projected['paged'] = async (path, query, limit) => {
    const all: Record<string, unknown>[] = [];
    for (let asked: Query = query, page = 0; page < MOST_PAGES; page++) {
      const { items, next } = await get(path, { ...asked, limit: String(limit) });
      all.push(...(items as Record<string, unknown>[]));
      if (next === null) return all;
      asked = { cursor: next as string };
    }
    throw new Error(`${path} has no last page`);
  };
  return {
    get,
    paged,
    items: async (path, query) => (await get(path, query))['items'] as Record<string, unknown>[],
    rows: (table) => readModels.read(projection, VIEWER, (reading) => reading.rows(table)),
    digest: () => digestOf(database, projection, run.state.generation),
  };
}

function byStream(events: readonly PositionedEvent[]): Map<StreamName, PositionedEvent[]> {
  const streams = new Map<StreamName, PositionedEvent[]>();
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return streams;
}

function routeTo(path: string, routes: readonly ReadRoute[]): [ReadRoute, Record<string, string>] {
  const given = path.split('/');
  for (const route of routes) {
    const parts = route.path.split('/');
    const fits = parts.length === given.length && parts.every((part, at) => part.startsWith(':') || part === given[at]);
    if (!fits) continue;
    const values = parts.flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), given[at] ?? '']] : []));
    return [route, Object.fromEntries(values) as Record<string, string>];
  }
  throw new Error(`no route of the read model answers ${path}`);
}

const opened = new Set<SqliteReadDatabase>();

afterEach(() => {
  for (const database of opened) database.close();
  opened.clear();
});
