import type { NewEvent, Position, RecordedEvent, Revision, StreamName } from '../event-sourcing/event.js';
import {
  AppendTooLarge,
  MAX_APPEND_BYTES,
  WrongRevision,
  type Appended,
  type EventStore,
  type LogPage,
  type RevisionRange,
} from '../event-sourcing/event-store.js';

const NOTHING: Revision = -1n;

/** What was appended to one stream in memory, and where the log's own part of it ended then. */
interface Addition {
  readonly end: Revision;
  readonly events: RecordedEvent[];
}

/**
 * A store that reads what the log holds and keeps what is appended in memory: commands can be decided on it that are
 * not to be written, or not yet. Streams behave as the port says; the log as a whole is shown as it really is.
 */
export class OverlayEventStore implements EventStore {
  private readonly additions = new Map<StreamName, Addition>();
  private count = 0;

  /** @param ends where streams are to end that have gone on since */
  constructor(
    private readonly log: EventStore,
    private readonly ends: ReadonlyMap<StreamName, Revision> = new Map(),
  ) {}

  /** How many events have been appended. */
  get appended(): number {
    return this.count;
  }

  async append(stream: StreamName, expected: Revision | 'none', events: readonly NewEvent[]): Promise<Appended> {
    refuseTooLarge(events);
    const addition = this.additions.get(stream) ?? { end: await this.endInLog(stream, expected), events: [] };
    const end = addition.end + BigInt(addition.events.length);
    if (end !== revisionOf(expected)) throw new WrongRevision(stream, expected, end === NOTHING ? 'none' : end);
    for (const [index, event] of events.entries())
      addition.events.push({ ...event, stream, revision: end + 1n + BigInt(index) });
    this.additions.set(stream, addition);
    this.count += events.length;
    return { revision: end + BigInt(events.length), position: await this.head() };
  }

  async *readStream(stream: StreamName, { after, upTo }: RevisionRange = {}): AsyncGenerator<RecordedEvent> {
    const addition = this.additions.get(stream);
    const end = lowest(upTo, addition?.end, this.ends.get(stream));
    if (end === undefined || end > (after ?? NOTHING))
      yield* this.log.readStream(stream, {
        ...(after === undefined ? {} : { after }),
        ...(end === undefined ? {} : { upTo: end }),
      });
    for (const event of addition?.events ?? [])
      if (event.revision > (after ?? NOTHING) && (upTo === undefined || event.revision <= upTo)) yield event;
  }

  readAll(after: Position | 'start', limit: number): Promise<LogPage> {
    return this.log.readAll(after, limit);
  }

  head(): Promise<Position> {
    return this.log.head();
  }

  follow(after: Position | 'start', signal: AbortSignal): AsyncIterable<LogPage> {
    return this.log.follow(after, signal);
  }

  /** Lets go of what was kept; the log stays open. */
  close(): Promise<void> {
    this.additions.clear();
    return Promise.resolve();
  }

  /** Where the stream ends, read on from where it is expected to. */
  private async endInLog(stream: StreamName, expected: Revision | 'none'): Promise<Revision> {
    const from = revisionOf(expected) - 1n;
    let end = NOTHING;
    for await (const { revision } of this.readStream(stream, from < 0n ? {} : { after: from })) end = revision;
    if (end === NOTHING && from >= 0n) for await (const { revision } of this.readStream(stream)) end = revision;
    return end;
  }
}

function revisionOf(expected: Revision | 'none'): Revision {
  return expected === 'none' ? NOTHING : expected;
}

function lowest(...ends: readonly (Revision | undefined)[]): Revision | undefined {
  const given = ends.filter((end) => end !== undefined);
  return given.length === 0 ? undefined : given.reduce((a, b) => (a < b ? a : b));
}

function refuseTooLarge(events: readonly NewEvent[]): void {
  let bytes = 0;
  for (const { data, metadata } of events)
    bytes += Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata));
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(bytes);
}
