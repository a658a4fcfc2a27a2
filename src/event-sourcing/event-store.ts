import type { NewEvent, Position, PositionedEvent, RecordedEvent, Revision, StreamName } from './event.js';

/** An append holds at most this many bytes of serialised data and metadata, on every store. */
export const MAX_APPEND_BYTES = 1_000_000;

export interface Appended {
  /** Of the last event appended. */
  readonly revision: Revision;
  /** At or after the last event appended. */
  readonly position: Position;
}

/** Events of the whole log in order, and the position up to which the log has been looked through. */
export interface LogPage {
  readonly events: readonly PositionedEvent[];
  /** Where to read on: the last event's position, or a later one where what follows is not ours. */
  readonly end: Position;
}

/** Which revisions to read: those greater than `after`, up to and including `upTo`. */
export interface RevisionRange {
  readonly after?: Revision;
  readonly upTo?: Revision;
}

/** An append-only log of streams. Every adapter passes `test/contract`. */
export interface EventStore {
  /**
   * Appends all of the events, or none.
   *
   * Repeating an append that was written (the same ids, from the same expected revision) answers as the first did
   * and writes nothing.
   *
   * @throws WrongRevision when the stream does not end at `expected`; nothing was written
   * @throws AppendTooLarge when the events exceed {@link MAX_APPEND_BYTES}; nothing was written
   * @throws StoreUnavailable when the store could not be reached; nothing was written
   * @throws DuplicateEventId when an id is in the log already, or twice in this append; nothing was written
   * @throws OutcomeUnknown when it cannot be told whether the events were written
   * @throws RangeError when there are no events; TypeError when an id is not a UUID in lower case, or data or metadata
   * is not I-JSON: what `JSON.parse(JSON.stringify(…))` does not give back unchanged
   */
  append(stream: StreamName, expected: Revision | 'none', events: readonly NewEvent[]): Promise<Appended>;

  /** The events of one stream in order; none where it does not exist. */
  readStream(stream: StreamName, range?: RevisionRange): AsyncIterable<RecordedEvent>;

  /**
   * At most `limit` events of the whole log after a position. An empty page means that there were no more just now.
   *
   * @throws ForeignPosition when the position belongs to another log; RangeError when the limit is below 1
   */
  readAll(after: Position | 'start', limit: number): Promise<LogPage>;

  /** Position of the last event of the log; a position before all events where there are none. */
  head(): Promise<Position>;

  /**
   * Pages of the whole log after a position, for ever: those that exist, then each as it comes. Pulled by the reader,
   * never empty. Ends when the signal aborts; survives interruptions of the store by itself.
   */
  follow(after: Position | 'start', signal: AbortSignal): AsyncIterable<LogPage>;

  /**
   * Writes what was accepted, ends followers and lets go of the store; appends are refused from then on. May be called
   * twice.
   */
  close(): Promise<void>;
}

/** The stream's end is not where the appender thought; nothing was written. */
export class WrongRevision extends Error {
  override readonly name = 'WrongRevision';
  constructor(
    readonly stream: StreamName,
    readonly expected: Revision | 'none',
    readonly actual: Revision | 'none',
  ) {
    super(`stream is at revision ${String(actual)}, not ${String(expected)}`);
  }
}

/** The events are larger than an append may be; nothing was written. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(readonly bytes: number) {
    super(`an append of ${String(bytes)} bytes exceeds ${String(MAX_APPEND_BYTES)}`);
  }
}

/** An event id stands in the log already, under another append, or twice in this one; nothing was written. */
export class DuplicateEventId extends Error {
  override readonly name = 'DuplicateEventId';
  constructor(readonly eventId: string) {
    super(`event id ${eventId} is in the log already`);
  }
}

/** The store does not answer, has no room, or is closing; nothing was written. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The store was asked to write and it cannot be told whether it did. Sending the same command again is safe. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** A position of another log (one restored from a backup is another log too), or not a position at all. */
export class ForeignPosition extends Error {
  override readonly name = 'ForeignPosition';
}
