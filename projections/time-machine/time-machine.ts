import { LRUCache } from 'lru-cache';
import type { Codec } from '../../src/event-sourcing/codec.js';
import { categoryOf, type Position, type StreamName } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { isPartialDate, type PartialDate } from '../../src/event-sourcing/occurred-on.js';
import { auditLog } from '../audit-log/audit-log.projection.js';
import { placesIn } from '../audit-log/places.js';
import type { Logged } from '../projection.js';
import { answerFrom, type ReadModels } from '../reading/read-models.js';
import { refuseBadParameters } from '../reading/refuse-bad-parameters.js';
import { BadParameters, type Asked, type ReadRoute, type Scope } from '../reading/read-route.js';
import { sentencesOf } from '../entries/entry-sentences.js';
import type { Told } from '../reading/reading.js';
import type { Viewer } from '../reading/viewer.js';
import type { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import { toldAgain } from '../told-again.js';
import { hadHappened, mayHaveHappened } from './happened-by.js';
import { momentAt, momentBy, pointInTime, progressAt, type Moment } from './moment.js';
import { endsOf, eventsUpTo, namedIn, streamsIn, toldBy, type StreamEnds } from './scoped-streams.js';
import { readingOf, Throwaway } from './throwaway.js';
import type { WholePast } from './whole-past.js';

/** Past states that are kept for the next question about the same moment. */
const KEPT = 8;
/** Entries that only may have happened by a date are told up to so many. */
const MOST_POSSIBLE = 200;
const SYSTEM: Viewer = { userId: 'system' };

export interface TimeMachineOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  /** As they are now: tells where in the log each event is. */
  readonly readModels: ReadModels;
  readonly database: SqliteReadDatabase;
  readonly whole: WholePast;
  /** The instant (UTC): nobody knows what will be. */
  readonly now: () => string;
}

/** What an answer is made of that was given, or would have been, at an earlier moment. */
interface Past {
  readonly past: Throwaway;
  /** Entries of which it is not known whether they had happened by the date asked for. */
  readonly possibly: readonly Logged[] | undefined;
}

/**
 * Answers as the system would have answered at an earlier moment: the same projections and queries, on databases that are
 * thrown away. One question at a time.
 */
export class TimeMachine {
  private readonly kept = new LRUCache<string, Past>({ max: KEPT, dispose: ({ past }) => past.dispose() });

  constructor(private readonly options: TimeMachineOptions) {}

  /** @throws BadParameters · NotFound · ForeignPosition · ProjectionBehind · ReadModelBuilding */
  async answer(route: ReadRoute, asked: Asked, viewer: Viewer): Promise<Record<string, unknown>> {
    const { asOf, happenedBy, ...query } = asked.query;
    refuseBadParameters(route, query);
    const date = dateIn(happenedBy);
    const moment = await this.moment('asOf', asOf);
    const { past, possibly } = await this.pastOf(route, { path: asked.path, query }, moment, date);
    const answer = await answerFrom(readingOf(past, this.options.codec, viewer), route, { path: asked.path, query });
    if (!possibly) return answer;
    const told = possibly.slice(0, MOST_POSSIBLE);
    const sentences = await this.sentences(told.map(toldBy));
    return { ...answer, possibly: told.map((event, index) => possiblyItem(event, sentences[index] ?? '')) };
  }

  /** Entries, each in one sentence, which names objects by what they are called now. */
  sentences(told: readonly Told[]): Promise<string[]> {
    return this.options.readModels.read(auditLog, SYSTEM, (reading) => sentencesOf(told, reading));
  }

  /** The moment that a parameter names; now where it is not given. */
  async moment(field: string, given: readonly string[] | undefined): Promise<Moment> {
    if (given && given.length > 1) throw new BadParameters([{ field, message: 'must be given once' }]);
    const point = given?.[0] === undefined ? undefined : pointInTime(field, given[0], this.options.now());
    const { readModels, store } = this.options;
    if (point && 'position' in point) await this.refuseFuture(field, readModels.ownPosition(point.position));
    else await readModels.reached(auditLog, await store.head());
    return readModels.read(auditLog, SYSTEM, (reading) => {
      if (!point) return momentAt(reading, reading.state.resume ?? '');
      return 'position' in point ? momentAt(reading, point.position) : momentBy(reading, point.instant);
    });
  }

  /** The read model of a route at a moment, as far as the route looks at it. */
  private async pastOf(route: ReadRoute, asked: Asked, moment: Moment, by?: PartialDate): Promise<Past> {
    const scope = scopeOf(route, asked);
    if (!scope && by === undefined) return { past: await this.whole(route, moment), possibly: undefined };
    const key = JSON.stringify([route.projection.name, scope ?? 'whole', moment.position, by ?? '']);
    const kept = this.kept.get(key);
    if (kept) return kept;
    const made = await this.makeOfStreams(route, await this.ends(scope ?? EVERYTHING, moment), moment, by);
    made.past.standAt(progressAt(moment));
    this.kept.set(key, made);
    return made;
  }

  private async whole({ projection }: ReadRoute, moment: Moment): Promise<Throwaway> {
    const past = await this.options.whole.at(projection, moment.position);
    past.standAt(progressAt(moment));
    return past;
  }

  /** The streams of a scope at a moment, each told again up to its end then. */
  async *told(
    ends: StreamEnds,
  ): AsyncGenerator<{ stream: StreamName; revision: number; told: ReturnType<typeof toldAgain> }> {
    const { store, codec, database } = this.options;
    const placesOf = placesIn(database);
    for (const [stream, revision] of ends) {
      const events = await eventsUpTo(stream, revision, { store, placesOf });
      yield { stream, revision, told: toldAgain(events, codec) };
    }
  }

  /** The streams that a scope had at a moment. */
  ends(scope: Scope, { position }: Moment): Promise<StreamEnds> {
    return this.options.readModels.read(auditLog, SYSTEM, (reading) => streamsIn(reading, scope, position));
  }

  private async makeOfStreams(route: ReadRoute, ends: StreamEnds, moment: Moment, by?: PartialDate): Promise<Past> {
    const { projection } = route;
    const past = Throwaway.of(projection);
    const possibly: Logged[] = [];
    const named = new Set<string>();
    for await (const { stream, revision, told } of this.told(ends)) {
      const isShown = projection.amendments === 'shown';
      if (isShown) for (const other of namedIn(told.shown, this.options.codec)) named.add(other);
      const events = isShown ? told.shown : told.standing;
      if (by !== undefined) possibly.push(...told.standing.filter((event) => mayHaveHappened(event, by)));
      if (!follows(route, stream)) continue;
      past.tell(stream, by === undefined ? events : events.filter((event) => hadHappened(event, by)), revision);
    }
    await this.addNamed(past, { named, ends, moment });
    return { past, possibly: by === undefined ? undefined : possibly };
  }

  /** What sentences call other objects is of that moment, too. */
  private async addNamed(
    past: Throwaway,
    { named, ends, moment }: { named: ReadonlySet<string>; ends: StreamEnds; moment: Moment },
  ): Promise<void> {
    const others = [...named].filter((stream) => !ends.has(stream as StreamName));
    const otherEnds = await this.options.readModels.read(auditLog, SYSTEM, (reading) =>
      endsOf(reading, others, moment.position),
    );
    for await (const { stream, revision, told } of this.told(otherEnds)) past.tell(stream, told.shown, revision);
  }

  private async refuseFuture(field: string, position: Position): Promise<void> {
    if (position > (await this.options.store.head()))
      throw new BadParameters([{ field, message: 'must not lie in the future' }]);
    await this.options.readModels.reached(auditLog, position);
  }
}

function possiblyItem({ id, stream, storedType, entry }: Logged, sentence: string): object {
  return { eventId: id, stream, type: storedType, occurredOn: entry.occurredOn, sentence };
}

const EVERYTHING: Scope = { startingWith: [''] };

function follows({ projection: { categories } }: ReadRoute, stream: StreamName): boolean {
  return categories === 'all' || categories.includes(categoryOf(stream));
}

/** A list that is asked for some campaigns is made of their streams. */
function scopeOf(route: ReadRoute, { path, query }: Asked): Scope | undefined {
  const scope = route.scope?.(path);
  if (scope) return scope;
  const campaigns = query['campaignId'];
  return campaigns && route.filters['campaignId'] ? { campaigns } : undefined;
}

function dateIn(given: readonly string[] | undefined): PartialDate | undefined {
  if (!given) return undefined;
  const [date] = given;
  if (given.length === 1 && isPartialDate(date)) return date;
  throw new BadParameters([{ field: 'happenedBy', message: 'must be a day, month or year that exists' }]);
}
