import type { NewEvent, Position, RecordedEvent, Revision, StreamName } from '../../event-sourcing/event.js';
import {
  StoreUnavailable,
  type Appended,
  type EventStore,
  type LogPage,
  type RevisionRange,
} from '../../event-sourcing/event-store.js';
import { serialise } from '../serialised-event.js';
import { Appender } from './appender.js';
import { Connection } from './connection.js';
import { followLog } from './follow-log.js';
import { LiveTail } from './live-tail.js';
import { logIdentity } from './log-identity.js';
import { LogReader } from './log-reader.js';
import { Positions } from './positions.js';
import { StoredEvents } from './stored-events.js';

const EVENTS_OF_A_PAGE = 500;
const PATIENCE_MS = 15_000;
const DEADLINE_MS = 5_000;
const LOOK_AGAIN_MS = 5_000;

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`, as the client documents it. */
  readonly connectionString: string;
  /** What our streams' names begin with, before a dot: other applications share the server. */
  readonly namespace: string;
  /** How long a call is tried again before the store is unavailable, or the outcome unknown; 15 s. */
  readonly patienceMs?: number;
  /** The same for opening; as long as for calls unless given. */
  readonly openingPatienceMs?: number;
  /** How long the server has for one try of a call; 5 s. */
  readonly deadlineMs?: number;
  /** After so long without an event a follower looks for itself: a subscription may fall silent without an end; 5 s. */
  readonly lookAgainMs?: number;
  /** Told when a subscription was dropped; it is begun again. */
  readonly onSubscriptionDropped?: () => void;
}

/**
 * Opens the log of a namespace on an EventStoreDB, and begins it where there is none.
 *
 * @throws BadConnection where the string makes no sense, or the server refuses what it holds
 * @throws StoreUnavailable where the server cannot be reached in time
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDb> {
  const connection = new Connection(options.connectionString);
  const stored = new StoredEvents(options.namespace);
  const patienceMs = options.openingPatienceMs ?? options.patienceMs ?? PATIENCE_MS;
  const logId = await logIdentity(connection, stored, patienceMs);
  return new EventStoreDb(logId, connection, stored, options);
}

/** The log of one namespace on an EventStoreDB (eventstoredb.md in the design says how it was seen to behave). */
export class EventStoreDb implements EventStore {
  private readonly positions: Positions;
  private readonly reader: LogReader;
  private readonly appender: Appender;
  private readonly tail: LiveTail;
  private readonly lookAgainMs: number;
  private readonly underWay = new Set<Promise<unknown>>();
  private closed: Promise<void> | undefined;

  constructor(
    readonly logId: string,
    connection: Connection,
    private readonly stored: StoredEvents,
    options: EventStoreDbOptions,
  ) {
    const { patienceMs = PATIENCE_MS, deadlineMs = DEADLINE_MS, onSubscriptionDropped = () => undefined } = options;
    this.lookAgainMs = options.lookAgainMs ?? LOOK_AGAIN_MS;
    this.positions = new Positions(logId);
    const access = { connection, stored, positions: this.positions, patienceMs, deadlineMs };
    this.reader = new LogReader(access);
    this.appender = new Appender(access, (stream) => this.reader.endOf(stream));
    this.tail = new LiveTail(access, onSubscriptionDropped);
  }

  async append(stream: StreamName, expected: Revision | 'none', events: readonly NewEvent[]): Promise<Appended> {
    this.refuseWhenClosed();
    serialise(events);
    const append = { stream, expected, events: events.map((event) => this.stored.toStore(event)) };
    return this.tracked(this.appender.append(append));
  }

  async *readStream(stream: StreamName, range: RevisionRange = {}): AsyncGenerator<RecordedEvent> {
    let after = range.after ?? -1n;
    for (;;) {
      this.refuseWhenClosed();
      const left = range.upTo === undefined ? EVENTS_OF_A_PAGE : Number(range.upTo - after);
      const limit = Math.min(left, EVENTS_OF_A_PAGE);
      if (limit < 1) return;
      const page = await this.tracked(this.reader.pageOfStream(stream, after, limit));
      yield* page;
      if (page.length < limit) return;
      after = page.at(-1)?.revision ?? after;
    }
  }

  async readAll(after: Position | 'start', limit: number): Promise<LogPage> {
    const place = this.positions.placeOf(after);
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError('a page has room for at least one event');
    this.refuseWhenClosed();
    return this.tracked(this.reader.pageOfLog(place, limit));
  }

  async head(): Promise<Position> {
    this.refuseWhenClosed();
    return this.positions.at((await this.tracked(this.reader.head())) ?? 0n);
  }

  async *follow(after: Position | 'start', signal: AbortSignal): AsyncGenerator<LogPage> {
    yield* followLog(this.positions.placeOf(after), signal, {
      tail: this.tail,
      positions: this.positions,
      lookAgainMs: this.lookAgainMs,
      pageAfter: (place, limit) => this.tracked(this.reader.pageOfLog(place, limit)),
    });
  }

  close(): Promise<void> {
    this.closed ??= this.letGo();
    return this.closed;
  }

  private async letGo(): Promise<void> {
    this.tail.end();
    await Promise.allSettled([...this.underWay]);
  }

  /** So that closing waits for it. */
  private tracked<Result>(work: Promise<Result>): Promise<Result> {
    this.underWay.add(work);
    const forget = (): void => {
      this.underWay.delete(work);
    };
    work.then(forget, forget);
    return work;
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new StoreUnavailable('the store is closed');
  }
}
