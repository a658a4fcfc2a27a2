import type Database from 'better-sqlite3';
import type { StreamName } from '../../event-sourcing/event.js';

const MOST_STREAMS_KEPT = 20_000;

/** A stream's row and the revision of its last event; the writer moves it along. */
export interface StreamEnd {
  readonly id: number;
  revision: number;
}

interface EndRow {
  readonly id: number;
  readonly revision: number | null;
}

/**
 * Where streams and the log end, kept in memory between transactions for as long as no other connection writes.
 *
 * Only to be asked within a write transaction, after {@link refresh}.
 */
export class StreamEnds {
  /** Of the last event of the log; the writer moves it along. */
  lastPosition = 0;
  private readonly kept = new Map<StreamName, StreamEnd>();
  private version = NaN;
  private readonly dataVersion: Database.Statement<[], number>;
  private readonly selectLast: Database.Statement<[], number>;
  private readonly selectEnd: Database.Statement<[string], EndRow>;
  private readonly insertStream: Database.Statement<[string]>;

  constructor(db: Database.Database) {
    this.dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
    this.selectLast = db.prepare<[], number>('SELECT ifnull(max(position), 0) FROM event').pluck();
    this.selectEnd = db.prepare(
      'SELECT id, (SELECT max(revision) FROM event WHERE stream = stream.id) AS revision FROM stream WHERE name = ?',
    );
    this.insertStream = db.prepare('INSERT INTO stream (name) VALUES (?)');
  }

  /** Called first in every transaction: what another connection wrote since the last one is taken in. */
  refresh(): void {
    const version = this.dataVersion.get() ?? NaN;
    if (version === this.version) return;
    this.kept.clear();
    this.lastPosition = this.selectLast.get() ?? 0;
    this.version = version;
  }

  /** Called when a transaction is undone: what it moved along is not so. */
  forget(): void {
    this.version = NaN;
  }

  /** The end of a stream; undefined where it has no event. */
  of(stream: StreamName): StreamEnd | undefined {
    const known = this.kept.get(stream);
    if (known) return known;
    const row = this.selectEnd.get(stream);
    return row && row.revision !== null ? this.keep(stream, { id: row.id, revision: row.revision }) : undefined;
  }

  /** The end of a stream that has no event yet and is about to get one. */
  begin(stream: StreamName): StreamEnd {
    const id = this.selectEnd.get(stream)?.id ?? Number(this.insertStream.run(stream).lastInsertRowid);
    return this.keep(stream, { id, revision: -1 });
  }

  private keep(stream: StreamName, end: StreamEnd): StreamEnd {
    if (this.kept.size >= MOST_STREAMS_KEPT) this.kept.clear();
    this.kept.set(stream, end);
    return end;
  }
}
