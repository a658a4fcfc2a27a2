import { setImmediate as letOthersIn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Codec } from '../../src/event-sourcing/codec.js';
import { categoryOf, type StreamName } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import type { PartialDate } from '../../src/event-sourcing/occurred-on.js';
import { placesIn } from '../audit-log/places.js';
import type { AnyProjection, Logged } from '../projection.js';
import { NAMELESS } from '../read-database/open-read-database.js';
import type { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import type { Scope } from '../reading/read-route.js';
import { toldAgain, type ToldAgain } from '../told-again.js';
import { hadHappened, mayHaveHappened } from './happened-by.js';
import { progressAt, type Moment } from './moment.js';
import { endsIn, endsOf, eventsUpTo, namedIn, type ReadAuditLog, type StreamEnds } from './scoped-streams.js';
import { Throwaway } from './throwaway.js';

/** Past states that are kept for the next question about the same moment: of some streams, in memory. */
const KEPT = 8;
const KEPT_BYTES = 256 * 2 ** 20;
/** And of all of them, on the disk. */
const KEPT_OF_EVERYTHING = 1;
/** Entries that only may have happened by a date are told up to so many. */
const MOST_POSSIBLE = 200;
const EVERYTHING: Scope = { startingWith: [''] };

export interface PastOfStreamsOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  /** The live one: its audit log knows the place of every event. */
  readonly database: SqliteReadDatabase;
  readonly readAuditLog: ReadAuditLog;
}

/** What an answer is made of that was given, or would have been, at an earlier moment. */
export interface Past {
  readonly past: Throwaway;
  /** Entries of which it is not known whether they had happened by the date asked for: the first 200. */
  readonly possibly: readonly Logged[] | undefined;
}

/** Read models as they were, as far as some streams make them. After each stream, others have their turn. */
export class PastOfStreams {
  private readonly kept = new LRUCache<string, Past>({
    max: KEPT,
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ past }) => past.database.bytes,
    dispose,
  });
  private readonly keptOfEverything = new LRUCache<string, Past>({ max: KEPT_OF_EVERYTHING, dispose });

  constructor(private readonly options: PastOfStreamsOptions) {}

  /**
   * To be disposed of by whoever asks.
   *
   * @param scope all streams unless given
   * @param by what had happened by that date alone
   */
  async at(
    projection: AnyProjection,
    scope: Scope | undefined,
    moment: Moment,
    by: PartialDate | undefined,
  ): Promise<Past> {
    const cache = scope ? this.kept : this.keptOfEverything;
    const key = JSON.stringify([projection.name, scope ?? 'everything', moment.position, by ?? '']);
    const kept = cache.get(key);
    if (kept) return held(kept);
    const made = held(await this.make(projection, scope, moment, by));
    cache.set(key, made);
    if (cache.peek(key) !== made) dispose(made);
    return made;
  }

  /** The streams that a scope had at a moment. */
  ends(scope: Scope, { position }: Moment): Promise<StreamEnds> {
    return endsIn(this.options.readAuditLog, scope, position);
  }

  dispose(): void {
    this.kept.clear();
    this.keptOfEverything.clear();
  }

  private async make(
    projection: AnyProjection,
    scope: Scope | undefined,
    moment: Moment,
    by: PartialDate | undefined,
  ): Promise<Past> {
    const ends = await this.ends(scope ?? EVERYTHING, moment);
    const past = Throwaway.of(projection, scope ? ':memory:' : NAMELESS);
    try {
      const possibly = await this.fold(past, ends, moment, by);
      past.standAt(progressAt(moment));
      return { past, possibly: by === undefined ? undefined : possibly };
    } catch (error) {
      past.dispose();
      throw error;
    }
  }

  /** Returns what only may have happened by the date. */
  private async fold(past: Throwaway, ends: StreamEnds, moment: Moment, by?: PartialDate): Promise<Logged[]> {
    const { projection } = past;
    const isShown = projection.amendments === 'shown';
    const possibly: Logged[] = [];
    const named = new Set<string>();
    for await (const { stream, revision, told } of this.told(ends)) {
      if (isShown) for (const other of namedIn(told.shown, this.options.codec)) named.add(other);
      if (by !== undefined && possibly.length < MOST_POSSIBLE)
        possibly.push(...told.standing.filter((event) => mayHaveHappened(event, by)));
      if (!follows(projection, stream)) continue;
      const events = isShown ? told.shown : told.standing;
      past.tell(stream, by === undefined ? events : events.filter((event) => hadHappened(event, by)), revision);
    }
    await this.addNamed(
      past,
      [...named].filter((stream) => !ends.has(stream as StreamName)),
      moment,
    );
    return possibly.slice(0, MOST_POSSIBLE);
  }

  /** What sentences call other objects is of that moment, too. */
  private async addNamed(past: Throwaway, others: readonly string[], { position }: Moment): Promise<void> {
    const ends = await endsOf(this.options.readAuditLog, others, position);
    for await (const { stream, revision, told } of this.told(ends)) past.tell(stream, told.shown, revision);
  }

  /** Each stream told again, up to its end at a moment. */
  private async *told(
    ends: StreamEnds,
  ): AsyncGenerator<{ readonly stream: StreamName; readonly revision: number; readonly told: ToldAgain }> {
    const { store, codec, database } = this.options;
    const placesOf = placesIn(database);
    for (const [stream, revision] of ends) {
      const events = await eventsUpTo(stream, revision, { store, placesOf });
      yield { stream, revision, told: toldAgain(events, codec) };
      await letOthersIn();
    }
  }
}

function held(past: Past): Past {
  past.past.hold();
  return past;
}

function dispose({ past }: Past): void {
  past.dispose();
}

function follows({ categories }: AnyProjection, stream: StreamName): boolean {
  return categories === 'all' || categories.includes(categoryOf(stream));
}
