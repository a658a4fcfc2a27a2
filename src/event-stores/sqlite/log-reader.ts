import type Database from 'better-sqlite3';
import type { PositionedEvent, StreamName } from '../../event-sourcing/event.js';
import { eventIdOfHex } from './event-ids.js';
import type { Positions } from './positions.js';

type EventRow = [
  position: number,
  stream: StreamName,
  revision: number,
  idHex: string,
  type: string,
  data: string,
  metadata: string,
];

const SELECT_EVENT = `
  SELECT event.position, stream.name, event.revision, lower(hex(event.id)), event.type, event.data, event.metadata
  FROM event JOIN stream ON stream.id = event.stream`;

/** Reads the log in pages: each is one statement that has ended when it returns, so that no cursor holds up a checkpoint. */
export class LogReader {
  private readonly selectOfStream: Database.Statement<[number, number, number, number], EventRow>;
  private readonly selectOfLog: Database.Statement<[number, number], EventRow>;
  private readonly selectStreamId: Database.Statement<[string], number>;
  private readonly selectHead: Database.Statement<[], number>;
  private readonly selectLatest: Database.Statement<[], string | null>;

  constructor(
    db: Database.Database,
    private readonly positions: Positions,
  ) {
    this.selectOfStream = db
      .prepare<[number, number, number, number], EventRow>(
        `${SELECT_EVENT} WHERE event.stream = ? AND event.revision > ? AND event.revision <= ? ORDER BY event.revision LIMIT ?`,
      )
      .raw();
    this.selectOfLog = db
      .prepare<[number, number], EventRow>(`${SELECT_EVENT} WHERE event.position > ? ORDER BY event.position LIMIT ?`)
      .raw();
    this.selectStreamId = db.prepare<[string], number>('SELECT id FROM stream WHERE name = ?').pluck();
    this.selectHead = db.prepare<[], number>('SELECT ifnull(max(position), 0) FROM event').pluck();
    this.selectLatest = db
      .prepare<[], string | null>(
        "SELECT json_extract(metadata, '$.recordedAt') FROM event ORDER BY position DESC LIMIT 1",
      )
      .pluck();
  }

  /** At most `limit` events of a stream, of revisions greater than `after` and up to `upTo`. */
  pageOfStream(stream: StreamName, after: number, upTo: number, limit: number): PositionedEvent[] {
    const id = this.selectStreamId.get(stream);
    return id === undefined ? [] : this.selectOfStream.all(id, after, upTo, limit).map(this.toEvent);
  }

  /** At most `limit` events of the whole log after a place. */
  pageOfLog(after: number, limit: number): PositionedEvent[] {
    return this.selectOfLog.all(after, limit).map(this.toEvent);
  }

  /** Place of the last event; 0 where there is none. */
  head(): number {
    return this.selectHead.get() ?? 0;
  }

  /** `recordedAt` of the last event. */
  latestRecordedAt(): string | undefined {
    return this.selectLatest.get() ?? undefined;
  }

  private readonly toEvent = ([place, stream, revision, idHex, type, data, metadata]: EventRow): PositionedEvent => ({
    id: eventIdOfHex(idHex),
    stream,
    revision: BigInt(revision),
    type,
    data: JSON.parse(data) as PositionedEvent['data'],
    metadata: JSON.parse(metadata) as PositionedEvent['metadata'],
    position: this.positions.at(place),
  });
}
