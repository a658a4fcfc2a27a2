import type { Codec } from '../../src/event-sourcing/codec.js';
import type { Position } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { isPartialDate, type PartialDate } from '../../src/event-sourcing/occurred-on.js';
import { auditLog } from '../audit-log/audit-log.projection.js';
import { sentencesOf, withWhatTheyAmend } from '../entries/entry-sentences.js';
import type { Logged } from '../projection.js';
import type { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import { answerFrom, type ReadModels } from '../reading/read-models.js';
import { BadParameters, type Asked, type ReadRoute, type Scope } from '../reading/read-route.js';
import type { Told } from '../reading/reading.js';
import { AFTER, refuseBadParameters } from '../reading/refuse-bad-parameters.js';
import type { Viewer } from '../reading/viewer.js';
import { heldList, type HeldList } from '../reading/whole-list.js';
import { momentAt, momentBy, pointAsked, progressAt, type Moment } from './moment.js';
import { PastOfStreams, type Past } from './past-of-streams.js';
import { toldBy, type ReadAuditLog, type StreamEnds } from './scoped-streams.js';
import { readingOf } from './throwaway.js';
import type { WholePast } from './whole-past.js';

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

/**
 * Answers as the system would have answered at an earlier moment: the same projections and queries, on databases that are
 * thrown away. Questions about everything ({@link asksOfEverything}) are to be asked one after another; others may come
 * in between.
 */
export class TimeMachine {
  private readonly ofStreams: PastOfStreams;

  constructor(private readonly options: TimeMachineOptions) {
    const readAuditLog: ReadAuditLog = (query) => options.readModels.read(auditLog, SYSTEM, query);
    this.ofStreams = new PastOfStreams({ ...options, readAuditLog });
  }

  /** @throws BadParameters · NotFound · ForeignPosition · ProjectionBehind · ReadModelBuilding */
  async answer(route: ReadRoute, asked: Asked, viewer: Viewer): Promise<Record<string, unknown>> {
    const { past, possibly, rest } = await this.pastAsked(route, asked);
    try {
      const answer = await answerFrom(readingOf(past, this.options.codec, viewer), route, rest);
      if (!possibly) return answer;
      const sentences = await this.sentences(possibly.map((event) => ({ eventId: event.id, ...toldBy(event) })));
      return { ...answer, possibly: possibly.map((event, index) => possiblyItem(event, sentences[index] ?? '')) };
    } finally {
      past.dispose();
    }
  }

  /**
   * The whole list that a route showed at an earlier moment, for as long as it takes to read all of it.
   *
   * @throws BadParameters · ForeignPosition · ProjectionBehind · ReadModelBuilding
   */
  async hold(route: ReadRoute, asked: Asked, viewer: Viewer): Promise<HeldList> {
    const { past, rest } = await this.pastAsked(route, asked);
    return heldList(readingOf(past, this.options.codec, viewer), route, rest, () => {
      past.dispose();
    });
  }

  /** Entries, each in one sentence, which names objects by what they are called now. */
  sentences(told: readonly (Told & { readonly eventId: string })[]): Promise<string[]> {
    return this.options.readModels.read(auditLog, SYSTEM, async (reading) =>
      sentencesOf(await withWhatTheyAmend(told, reading), reading),
    );
  }

  /** The moment that a parameter names; now where it is not given. */
  async moment(field: string, given: readonly string[] | undefined): Promise<Moment> {
    if (given && given.length > 1) throw new BadParameters([{ field, message: 'must be given once' }]);
    const point = given?.[0] === undefined ? undefined : pointAsked(field, given[0], this.options.now());
    const { readModels, store } = this.options;
    if (point && 'position' in point) await this.refuseFuture(field, readModels.ownPosition(point.position));
    else await readModels.reached(auditLog, await store.head());
    return readModels.read(auditLog, SYSTEM, (reading) => {
      if (!point) return momentAt(reading, reading.state.resume ?? '');
      return 'position' in point ? momentAt(reading, point.position) : momentBy(reading, point.instant);
    });
  }

  /** The streams that a scope had at a moment. */
  ends(scope: Scope, moment: Moment): Promise<StreamEnds> {
    return this.ofStreams.ends(scope, moment);
  }

  dispose(): void {
    this.ofStreams.dispose();
    this.options.whole.dispose();
  }

  /** The read model of a route at the moment asked for, as far as the route looks at it; and what is asked of it. */
  private async pastAsked(route: ReadRoute, { path, query }: Asked): Promise<Past & { readonly rest: Asked }> {
    const { asOf, happenedBy, ...others } = query;
    const rest = { path, query: others };
    refuseBadParameters(route, others);
    const by = dateIn(happenedBy);
    await this.reachedAsAsked(others[AFTER]);
    const moment = await this.moment('asOf', asOf);
    const scope = scopeOf(route, rest);
    if (scope || by !== undefined) return { ...(await this.ofStreams.at(route.projection, scope, moment, by)), rest };
    const past = await this.options.whole.at(route.projection, moment.position);
    past.standAt(progressAt(moment));
    return { past, possibly: undefined, rest };
  }

  private async reachedAsAsked([after]: readonly string[] = []): Promise<void> {
    const { readModels } = this.options;
    if (after !== undefined) await readModels.reached(auditLog, readModels.ownPosition(after));
  }

  private async refuseFuture(field: string, position: Position): Promise<void> {
    if (position > (await this.options.store.head()))
      throw new BadParameters([{ field, message: 'must not lie in the future' }]);
    await this.options.readModels.reached(auditLog, position);
  }
}

/** Whether the answer is made of all streams: that takes the longer, the longer the log is. */
export function asksOfEverything(route: ReadRoute, asked: Asked): boolean {
  return scopeOf(route, asked) === undefined;
}

/** A list that is asked for some campaigns is made of their streams. */
function scopeOf(route: ReadRoute, { path, query }: Asked): Scope | undefined {
  const scope = route.scope?.(path);
  if (scope) return scope;
  const campaigns = query['campaignId'];
  return campaigns && route.filters['campaignId'] ? { campaigns } : undefined;
}

function possiblyItem({ id, stream, storedType, entry }: Logged, sentence: string): object {
  return { eventId: id, stream, type: storedType, occurredOn: entry.occurredOn, sentence };
}

function dateIn(given: readonly string[] | undefined): PartialDate | undefined {
  if (!given) return undefined;
  const [date] = given;
  if (given.length === 1 && isPartialDate(date)) return date;
  throw new BadParameters([{ field: 'happenedBy', message: 'must be a day, month or year that exists' }]);
}
