import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  StreamNotFoundError,
  type AllStreamResolvedEvent,
  type ReadPosition,
  type ResolvedEvent,
} from '@eventstore/db-client';
import type { Position, PositionedEvent, RecordedEvent, Revision, StreamName } from '../../event-sourcing/event.js';
import { ForeignPosition, type LogPage } from '../../event-sourcing/event-store.js';
import type { Access } from './access.js';
import type { Connection } from './connection.js';
import { ourNextEvents } from './our-next-events.js';
import { patiently } from './patience.js';
import { isNoPosition } from './server-errors.js';
import { wholeRead } from './whole-read.js';

/** The server gives no more in the same time on larger pages (eventstoredb.md, *Reading*). */
const EVENTS_OF_A_PAGE = 500;

/** Whoever looks for the newest event finds it among so many, unless other applications write more than we do. */
const NEWEST = 8;

/** Up to which place of the server's log the last event of ours is known. */
interface KnownHead {
  readonly end: bigint;
  readonly head: bigint | undefined;
}

/** Every call reads a page to its end: one that is left early would leak. */
export class LogReader {
  private known: KnownHead | undefined;
  /** A look back over more than the newest events, which takes the longer, the more others have written. */
  private lookingBack: Promise<bigint | undefined> | undefined;

  constructor(private readonly access: Access) {}

  /** At most `limit` events of a stream, of revisions greater than `after`. */
  async pageOfStream(stream: StreamName, after: Revision, limit: number): Promise<RecordedEvent[]> {
    const options = {
      direction: FORWARDS,
      fromRevision: after < 0n ? START : after + 1n,
      maxCount: limit,
      requiresLeader: true,
    } as const;
    return this.ofStream(stream, options);
  }

  /** Revision of the last event of a stream. */
  async endOf(stream: StreamName): Promise<Revision | 'none'> {
    const options = {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
      requiresLeader: true,
    } as const;
    return (await this.ofStream(stream, options))[0]?.revision ?? 'none';
  }

  /**
   * At most `limit` events of the log after a place. The page ends where the server's log was looked through to.
   *
   * @throws ForeignPosition where the place is not one of a record
   */
  async pageOfLog(after: bigint | 'start', limit: number): Promise<LogPage> {
    const from = this.pastKnownOthers(after);
    const page = await this.rawPage(from, Math.min(limit, EVENTS_OF_A_PAGE));
    const events = page.events.flatMap((resolved) => this.access.stored.ofLog(resolved, this.access.positions) ?? []);
    const place = placeOf(page.events.at(-1)) ?? from;
    const isMostlyOfOthers = events.length < page.events.length / 2;
    if (page.isLast || !isMostlyOfOthers) return { events, end: this.positionAt(place) };
    return this.passOverOthers(events, place, limit);
  }

  /** Nothing of ours stands between the last event of the log and where its end was looked for. */
  private pastKnownOthers(after: bigint | 'start'): bigint | 'start' {
    const { head, end } = this.known ?? {};
    if (after === 'start' || head === undefined || end === undefined) return after;
    return after >= head && after < end ? end : after;
  }

  /** A page that has begun, filled with the next events of ours up to the end of the server's log. */
  private async passOverOthers(begun: PositionedEvent[], place: bigint | 'start', limit: number): Promise<LogPage> {
    const [last] = await this.backwards(END, 1);
    const ours = await this.nextOfOurs(place, limit - begun.length);
    const events = [...begun, ...ours];
    const end = events.at(-1)?.position ?? this.positionAt(place);
    if (events.length === limit) return { events, end };
    // All that stood there when it began was looked through.
    const lookedThroughTo = this.positionAt(placeOf(last) ?? place);
    return { events, end: lookedThroughTo > end ? lookedThroughTo : end };
  }

  /**
   * Place of the last event of the log; undefined where there is none. Other applications' events are passed over, each
   * once: what was looked through is remembered, and whoever asks meanwhile waits for the same look back.
   */
  async head(): Promise<bigint | undefined> {
    for (;;) {
      const newest = await this.backwards(END, NEWEST);
      const end = placeOf(newest[0]);
      if (end === undefined) return undefined;
      // A server that was set back to an earlier state.
      if (this.known && this.known.end > end) this.known = undefined;
      const found = this.lastOf(newest, NEWEST);
      if (found) return this.keep({ end, head: found.head });
      if (!this.lookingBack) {
        this.lookingBack = this.lookBack(newest).finally(() => (this.lookingBack = undefined));
        return this.keep({ end, head: await this.lookingBack });
      }
      await this.lookingBack.catch(() => undefined);
    }
  }

  private async lookBack(newest: readonly AllStreamResolvedEvent[]): Promise<bigint | undefined> {
    for (let events = newest; ;) {
      const before = placeOf(events.at(-1));
      if (before === undefined) return undefined;
      events = await this.backwards({ commit: before, prepare: before }, EVENTS_OF_A_PAGE);
      const found = this.lastOf(events, EVENTS_OF_A_PAGE);
      if (found) return found.head;
    }
  }

  /** The last event of ours, as far as a page from the end of the log tells; undefined where one has to look further. */
  private lastOf(page: readonly AllStreamResolvedEvent[], asked: number): Pick<KnownHead, 'head'> | undefined {
    for (const resolved of page) {
      const place = placeOf(resolved);
      if (this.known && place !== undefined && place <= this.known.end) return this.known;
      if (this.access.stored.ofLog(resolved, this.access.positions)) return { head: place };
    }
    return page.length < asked ? { head: undefined } : undefined;
  }

  private keep(seen: KnownHead): bigint | undefined {
    if (!this.known || seen.end > this.known.end) this.known = seen;
    return seen.head;
  }

  private backwards(fromPosition: ReadPosition, count: number): Promise<AllStreamResolvedEvent[]> {
    return this.all({ direction: BACKWARDS, fromPosition }, count);
  }

  private nextOfOurs(after: bigint | 'start', limit: number): Promise<PositionedEvent[]> {
    const next = (): Promise<PositionedEvent[]> => ourNextEvents(this.access, after, limit);
    return patiently(() => this.access.connection.call(next), this.access.patienceMs);
  }

  private positionAt(place: bigint | 'start'): Position {
    return this.access.positions.at(place === 'start' ? 0n : place);
  }

  /** Strictly after the place: the server begins with the event that stands there. */
  private async rawPage(
    after: bigint | 'start',
    limit: number,
  ): Promise<{ events: AllStreamResolvedEvent[]; isLast: boolean }> {
    const fromPosition = after === 'start' ? START : { commit: after, prepare: after };
    const count = limit + 1;
    const events = await this.all({ direction: FORWARDS, fromPosition }, count);
    const isLast = events.length < count;
    if (after === 'start') return { events: events.slice(0, limit), isLast };
    return { events: events.filter((event) => (placeOf(event) ?? 0n) > after), isLast };
  }

  private async ofStream(
    stream: StreamName,
    options: Parameters<Connection['client']['readStream']>[1],
  ): Promise<RecordedEvent[]> {
    const { connection, patienceMs, deadlineMs } = this.access;
    const name = this.access.stored.nameOf(stream);
    try {
      const events = await patiently(
        () => connection.call((client) => wholeRead<ResolvedEvent>(client.readStream(name, options), deadlineMs)),
        patienceMs,
        (error) => error instanceof StreamNotFoundError,
      );
      return events.flatMap((resolved) => this.access.stored.ofStream(resolved) ?? []);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
  }

  private async all(
    options: { direction: typeof FORWARDS | typeof BACKWARDS; fromPosition: ReadPosition },
    maxCount: number,
  ): Promise<AllStreamResolvedEvent[]> {
    const { connection, patienceMs, deadlineMs } = this.access;
    const request = { ...options, maxCount, requiresLeader: true };
    try {
      return await patiently(
        () => connection.call((client) => wholeRead<AllStreamResolvedEvent>(client.readAll(request), deadlineMs)),
        patienceMs,
        isNoPosition,
      );
    } catch (error) {
      if (isNoPosition(error)) throw new ForeignPosition('the position is not one of an event');
      throw error;
    }
  }
}

function placeOf(resolved: AllStreamResolvedEvent | undefined): bigint | undefined {
  return resolved?.event?.position.commit ?? resolved?.link?.position.commit;
}
