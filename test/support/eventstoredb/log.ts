/** An event as it stands in the log. */
export interface LoggedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

/** An event as it was sent: data and metadata are bytes. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** What stands at a position of the log; an append of no events leaves a record without one. */
export interface LogRecord {
  readonly position: bigint;
  /** Where the next record begins. */
  readonly end: bigint;
  readonly event?: LoggedEvent;
}

/** A record that holds an event. */
export type EventRecord = LogRecord & { readonly event: LoggedEvent };

export function hasEvent(record: LogRecord): record is EventRecord {
  return record.event !== undefined;
}

const NO_EVENTS: readonly EventRecord[] = [];
const RECORD_OVERHEAD = 91;
/** No event is at position 0: the server's own records are before the first. */
const BEGINNING = 512n;

/** Records one after another, as EventStoreDB lays them out: a position is a number of bytes, so it grows with gaps. */
export class EventLog {
  private readonly records: LogRecord[] = [];
  private readonly streams = new Map<string, EventRecord[]>();
  private readonly followers = new Set<(record: LogRecord) => void>();

  get length(): number {
    return this.records.length;
  }

  get end(): bigint {
    return this.records.at(-1)?.end ?? BEGINNING;
  }

  at(index: number): LogRecord | undefined {
    return this.records[index];
  }

  /** The records from an index on, as they stand when they are asked for. */
  *from(index: number): Generator<LogRecord> {
    for (let next = index; next < this.records.length; next++) yield this.records[next]!;
  }

  /** The records before an index, the last first. */
  *before(index: number): Generator<LogRecord> {
    for (let next = index - 1; next >= 0; next--) yield this.records[next]!;
  }

  stream(name: string): readonly EventRecord[] {
    return this.streams.get(name) ?? NO_EVENTS;
  }

  /** Revision of a stream's last event; -1 where there is none. */
  headOf(stream: string): bigint {
    return BigInt(this.stream(stream).length) - 1n;
  }

  positionOf(stream: string, revision: bigint): bigint {
    return this.stream(stream)[Number(revision)]!.position;
  }

  events(streamPrefix: string): LoggedEvent[] {
    return this.records.flatMap(({ event }) => (event?.stream.startsWith(streamPrefix) ? [event] : []));
  }

  /** Index of the first record at or after a position; the log's length where there is none. */
  indexAt(position: bigint): number {
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.records[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether a record begins or ends there: the server cannot read from the midst of one. */
  isBoundary(position: bigint): boolean {
    return position === 0n || position === this.end || this.records[this.indexAt(position)]?.position === position;
  }

  /** Whether a position is past the last record's; it need be no boundary then. */
  isPast(position: bigint): boolean {
    return position > (this.records.at(-1)?.position ?? BEGINNING);
  }

  /** Writes events at the end of a stream, and tells those who follow of each; the position of the last record. */
  write(stream: string, events: readonly ProposedEvent[]): bigint {
    const ofStream = this.streams.get(stream) ?? [];
    const written = events.map((event) => this.put(stream, event, BigInt(ofStream.length), ofStream));
    if (written.length > 0) this.streams.set(stream, ofStream);
    else written.push(this.push(BigInt(RECORD_OVERHEAD + stream.length)));
    for (const record of written) for (const tell of this.followers) tell(record);
    return written.at(-1)!.position;
  }

  /** Told of every record that is written from now on, until the returned function is called. */
  follow(tell: (record: LogRecord) => void): () => void {
    this.followers.add(tell);
    return () => void this.followers.delete(tell);
  }

  private put(stream: string, proposed: ProposedEvent, revision: bigint, ofStream: EventRecord[]): LogRecord {
    const event = { ...proposed, stream, revision, created: Date.now() };
    const bytes = RECORD_OVERHEAD + stream.length + event.type.length + event.data.length + event.metadata.length;
    const record = { ...this.push(BigInt(bytes)), event };
    this.records[this.records.length - 1] = record;
    ofStream.push(record);
    return record;
  }

  private push(bytes: bigint): LogRecord {
    const record = { position: this.end, end: this.end + bytes };
    this.records.push(record);
    return record;
  }
}
