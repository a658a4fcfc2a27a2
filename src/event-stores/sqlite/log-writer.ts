import type Database from 'better-sqlite3';
import type { Revision, StreamName } from '../../event-sourcing/event.js';
import { DuplicateEventId, WrongRevision } from '../../event-sourcing/event-store.js';
import { eventIdOfHex } from './event-ids.js';
import type { EventRow } from './event-row.js';
import { StreamEnds, type StreamEnd } from './stream-ends.js';

/** Revision of a stream that has no event. */
const NONE = -1;
/** A revision that no stream is ever at. */
const NEVER = -2;

/** An append that was found writable in itself. */
export interface SerialisedAppend {
  readonly stream: StreamName;
  readonly expected: Revision | 'none';
  readonly events: readonly EventRow[];
}

/** Where the last event of an append stands; `isNew` unless it had been written before. */
export interface Written {
  readonly revision: number;
  readonly position: number;
  readonly isNew: boolean;
}

/** What became of one append of a group. */
export type Verdict = Written | WrongRevision | DuplicateEventId;

/** The COMMIT itself failed: what the transaction wrote may be in the log, or come up in it. */
export class CommitFailed extends Error {
  override readonly name = 'CommitFailed';
}

/** Writes groups of appends, each group in one transaction. */
export class LogWriter {
  private readonly begin: Database.Statement<[]>;
  private readonly commit: Database.Statement<[]>;
  private readonly insertEvent: Database.Statement<[number, number, number, Buffer, string, string, string]>;
  private readonly hasId: Database.Statement<[Buffer], number>;
  private readonly selectWritten: Database.Statement<[number, number, number], { position: number; id: Buffer }>;
  private readonly ends: StreamEnds;

  constructor(private readonly db: Database.Database) {
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
    this.insertEvent = db.prepare(
      'INSERT INTO event (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.hasId = db.prepare<[Buffer], number>('SELECT 1 FROM event WHERE id = ?').pluck();
    this.selectWritten = db.prepare(
      'SELECT position, id FROM event WHERE stream = ? AND revision > ? AND revision <= ? ORDER BY revision',
    );
    this.ends = new StreamEnds(db);
  }

  /**
   * Writes those appends of a group that can be; the others are refused, each by itself.
   *
   * @returns the verdict on each, which holds only since the group is committed
   * @throws CommitFailed when it may or may not be; any other error is SQLite's, and nothing was written
   */
  write(group: readonly SerialisedAppend[]): Verdict[] {
    this.begin.run();
    const verdicts = this.writeOrRollBack(group);
    try {
      this.commit.run();
    } catch (error) {
      this.rollBack();
      throw new CommitFailed('a commit failed', { cause: error });
    }
    return verdicts;
  }

  /**
   * Where the appends of a group stand that are in the log.
   *
   * Looked up in a transaction that writes, so that frames which a failed commit left at the end of the write-ahead log
   * are overwritten: no recovery can bring up later what is found missing now.
   */
  settle(group: readonly SerialisedAppend[]): (Written | undefined)[] {
    return this.db
      .transaction(() => {
        this.ends.refresh();
        const found = group.map((append) => this.writtenBefore(append, this.ends.of(append.stream)));
        this.db.pragma(`user_version = ${String(this.db.pragma('user_version', { simple: true }))}`);
        return found;
      })
      .immediate();
  }

  private writeOrRollBack(group: readonly SerialisedAppend[]): Verdict[] {
    try {
      this.ends.refresh();
      return group.map((append) => this.writeOne(append));
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** Everything is checked before anything of the append is inserted. */
  private writeOne(append: SerialisedAppend): Verdict {
    const { stream, expected, events } = append;
    const end = this.ends.of(stream);
    const actual = end?.revision ?? NONE;
    if (actual !== asNumber(expected))
      return (
        this.writtenBefore(append, end) ?? new WrongRevision(stream, expected, end ? BigInt(end.revision) : 'none')
      );
    for (const { id } of events)
      if (this.hasId.get(id) !== undefined) return new DuplicateEventId(eventIdOfHex(id.toString('hex')));
    return this.insert(end ?? this.ends.begin(stream), events);
  }

  private insert(end: StreamEnd, events: readonly EventRow[]): Written {
    for (const { id, type, data, metadata } of events)
      this.insertEvent.run(++this.ends.lastPosition, end.id, ++end.revision, id, type, data, metadata);
    return { revision: end.revision, position: this.ends.lastPosition, isNew: true };
  }

  private writtenBefore({ expected, events }: SerialisedAppend, end: StreamEnd | undefined): Written | undefined {
    const from = asNumber(expected);
    const revision = from + events.length;
    if (!end || end.revision < revision) return undefined;
    const rows = this.selectWritten.all(end.id, from, revision);
    const isSame = rows.length === events.length && rows.every((row, index) => events[index]?.id.equals(row.id));
    return isSame ? { revision, position: rows.at(-1)?.position ?? 0, isNew: false } : undefined;
  }

  /** SQLite has ended the transaction by itself after some errors (a full disk). */
  private rollBack(): void {
    this.ends.forget();
    try {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
    } catch {
      // What went wrong before says more. No transaction begins within this one: nothing is written any more.
    }
  }
}

function asNumber(expected: Revision | 'none'): number {
  if (expected === 'none') return NONE;
  return expected < 0n ? NEVER : Number(expected);
}
