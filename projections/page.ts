import { isAmendment } from '../src/event-sourcing/amendments.js';
import type { Codec } from '../src/event-sourcing/codec.js';
import {
  categoryOf,
  type Position,
  type PositionedEvent,
  type RecordedEvent,
  type StreamName,
} from '../src/event-sourcing/event.js';
import type { EventStore, LogPage } from '../src/event-sourcing/event-store.js';
import { decodeOnce } from './logged.js';
import type { AnyProjection, Logged } from './projection.js';
import { toldAgain, type ToldAgain } from './told-again.js';

const SCANNED_AT_ONCE = 1_000;

/** Positions of a stream's events by revision, as far as they are known: not every store gives them with a stream. */
export type PlacesOf = (stream: StreamName) => ReadonlyMap<number, Position>;

export interface PageSources {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly placesOf: PlacesOf;
}

type Streams = ReadonlyMap<StreamName, readonly PositionedEvent[]>;

/** A page of the log as read models fold it: each event once decoded, and streams that it amends from their beginning. */
export class Page {
  private readonly decoded: (event: PositionedEvent) => Logged;
  private readonly again = new Map<string, ToldAgain>();

  /** @param amended every event, at least up to the last in the page, of each stream that an event of the page amends */
  constructor(
    private readonly page: LogPage,
    private readonly codec: Codec,
    private readonly amended: Streams,
    decode?: (event: PositionedEvent) => Logged,
  ) {
    this.decoded = decode ?? decodeOnce(codec);
  }

  static async of(page: LogPage, sources: PageSources): Promise<Page> {
    return new Page(page, sources.codec, await amendedStreams(page, sources));
  }

  get events(): readonly PositionedEvent[] {
    return this.page.events;
  }

  get end(): Position {
    return this.page.end;
  }

  /** One event of it, for what has to be folded one by one. */
  only(event: PositionedEvent): Page {
    return this.with([event]);
  }

  /** Its first events, for what is not to be folded to its end. */
  first(count: number): Page {
    return count === this.events.length ? this : this.with(this.events.slice(0, count));
  }

  private with(events: readonly PositionedEvent[]): Page {
    return new Page({ events, end: events.at(-1)?.position ?? this.end }, this.codec, this.amended, this.decoded);
  }

  /**
   * Each event that a read model folds, in order, but for those of streams that are told again: their rows are to be
   * replaced by {@link toldAgain}.
   *
   * @throws UnknownEventType
   */
  *newTo(projection: AnyProjection): Generator<Logged> {
    const again = this.streamsToldAgain();
    for (const event of this.events) {
      if (again.has(event.stream)) continue;
      const logged = this.decoded(event);
      if (follows(projection, logged.category)) yield logged;
    }
  }

  /** Streams of a read model that are to be told again: each from its beginning up to its last event here. */
  *toldAgain(
    projection: AnyProjection,
  ): Generator<{ stream: StreamName; revision: number; events: readonly Logged[] }> {
    for (const [stream, last] of this.streamsToldAgain()) {
      if (!follows(projection, categoryOf(stream))) continue;
      const told = this.streamAgain(stream, last);
      const events = projection.amendments === 'shown' ? told.shown : told.standing;
      yield { stream, revision: Number(last), events };
    }
  }

  /** By stream, the revision of its last event here. */
  private streamsToldAgain(): ReadonlyMap<StreamName, bigint> {
    if (this.amended.size === 0) return NONE;
    const streams = new Set(this.events.filter(({ type }) => isAmendment(type)).map(({ stream }) => stream));
    const ofThose = this.events.filter(({ stream }) => streams.has(stream));
    return new Map(ofThose.map(({ stream, revision }) => [stream, revision]));
  }

  private streamAgain(stream: StreamName, last: bigint): ToldAgain {
    const key = `${stream} ${String(last)}`;
    let told = this.again.get(key);
    if (!told) {
      const events = (this.amended.get(stream) ?? []).filter(({ revision }) => revision <= last);
      this.again.set(key, (told = toldAgain(events, this.codec)));
    }
    return told;
  }
}

const NONE: ReadonlyMap<StreamName, bigint> = new Map();

function follows({ categories }: AnyProjection, category: string): boolean {
  return categories === 'all' || categories.includes(category);
}

async function amendedStreams({ events }: LogPage, sources: PageSources): Promise<Streams> {
  const streams = new Map<StreamName, PositionedEvent[]>();
  for (const { type, stream } of events) if (isAmendment(type)) streams.set(stream, []);
  for (const [stream, told] of streams) {
    const here = events.filter((event) => event.stream === stream);
    told.push(...(await wholeStream(stream, here, sources)));
  }
  return streams;
}

async function wholeStream(
  stream: StreamName,
  here: readonly PositionedEvent[],
  { store, placesOf }: PageSources,
): Promise<PositionedEvent[]> {
  const before: RecordedEvent[] = [];
  const [first] = here;
  if (first) for await (const event of store.readStream(stream, { upTo: first.revision - 1n })) before.push(event);
  if (before.every(isPositioned)) return [...before, ...here];
  let places = placesOf(stream);
  if (before.some(({ revision }) => !places.has(Number(revision))))
    places = await lookedFor(stream, before.length, store);
  const placed = before.map((event) => ({ ...event, position: places.get(Number(event.revision)) ?? '' }));
  return [...placed, ...here];
}

function isPositioned(event: RecordedEvent): event is PositionedEvent {
  return event.position !== undefined;
}

/** The whole log is read for it: where the read model that knows the places has not come so far. */
async function lookedFor(stream: StreamName, count: number, store: EventStore): Promise<Map<number, Position>> {
  const places = new Map<number, Position>();
  for (let after: Position | 'start' = 'start'; places.size < count;) {
    const page: LogPage = await store.readAll(after, SCANNED_AT_ONCE);
    for (const event of page.events) if (event.stream === stream) places.set(Number(event.revision), event.position);
    if (page.events.length === 0) break;
    after = page.end;
  }
  return places;
}
