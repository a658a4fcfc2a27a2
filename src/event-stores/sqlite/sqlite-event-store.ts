import { dirname, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { NewEvent, Position, RecordedEvent, Revision, StreamName } from '../../event-sourcing/event.js';
import {
  StoreUnavailable,
  type Appended,
  type EventStore,
  type LogPage,
  type RevisionRange,
} from '../../event-sourcing/event-store.js';
import { AppendQueue } from './append-queue.js';
import { CommitWatch, type Moment } from './commit-watch.js';
import { FreeSpace } from './free-space.js';
import { LogReader } from './log-reader.js';
import { LogWriter, type SerialisedAppend, type Written } from './log-writer.js';
import { logIdOf, openAgain, openLog } from './open-log.js';
import { Positions } from './positions.js';
import { eventRows } from './event-row.js';
import { sqliteCodeOf } from './sqlite-errors.js';
import { patientFor, whenFree, type Patience } from './when-free.js';

const EVENTS_OF_A_PAGE = 500;
const PATIENCE_MS = 10_000;

/** What may be chosen on opening. */
export interface SqliteEventStoreOptions {
  /** Told after each commit how many appends and events it wrote. */
  readonly onCommit?: (appends: number, events: number) => void;
  /** How long a database that another process holds is tried again before the store is unavailable; 10 s. */
  readonly patienceMs?: number;
}

/**
 * Opens the log in a file, and creates it where there is none. Any number of processes and threads may have it open.
 *
 * @throws NewerDataFolder when a later version of this software wrote it
 * @throws NotALog when it is another application's, or damaged
 */
export function openSqliteEventStore(file: string, options: SqliteEventStoreOptions = {}): SqliteEventStore {
  return new SqliteEventStore(openLog(resolve(file)), options);
}

/** The log in one file. Reads and writes on the calling thread; nothing is held open across an await. */
export class SqliteEventStore implements EventStore {
  /** 32 hexadecimal digits, made with the log: every position of it begins with them. */
  readonly logId: string;
  private readonly patienceMs: number;
  private readonly positions: Positions;
  private readonly reader: LogReader;
  private readonly watch: CommitWatch;
  private readonly queue: AppendQueue;
  private readonly space: FreeSpace;
  private closed: Promise<void> | undefined;

  constructor(
    private readonly db: Database.Database,
    options: SqliteEventStoreOptions,
  ) {
    this.logId = logIdOf(db);
    this.patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.positions = new Positions(this.logId);
    this.reader = new LogReader(db, this.positions);
    this.space = new FreeSpace(dirname(db.name));
    const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
    this.watch = new CommitWatch(this.logId, () => dataVersion.get() ?? 0);
    this.queue = new AppendQueue({
      writer: new LogWriter(db),
      positions: this.positions,
      patienceMs: this.patienceMs,
      settleOnFreshConnection: (group) => this.settleOnFreshConnection(group),
      committed: (appends, events) => {
        this.watch.announce();
        options.onCommit?.(appends, events);
      },
    });
  }

  append(stream: StreamName, expected: Revision | 'none', events: readonly NewEvent[]): Promise<Appended> {
    try {
      this.refuseWhenClosed();
      this.space.refuseWithoutRoom();
      return this.queue.add({ stream, expected, events: eventRows(events) });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async *readStream(stream: StreamName, range: RevisionRange = {}): AsyncGenerator<RecordedEvent> {
    const upTo = Number(range.upTo ?? Number.MAX_SAFE_INTEGER);
    let after = Number(range.after ?? -1);
    for (;;) {
      const page = await this.read(() => this.reader.pageOfStream(stream, after, upTo, EVENTS_OF_A_PAGE));
      yield* page;
      if (page.length < EVENTS_OF_A_PAGE) return;
      after = Number(page.at(-1)?.revision);
      await nextTurn();
    }
  }

  async readAll(after: Position | 'start', limit: number): Promise<LogPage> {
    const place = this.positions.placeOf(after);
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError('a page has room for at least one event');
    // A reader of page after page would otherwise hold up everything else until its end.
    await nextTurn();
    return this.read(() => this.page(place, limit));
  }

  async head(): Promise<Position> {
    return this.positions.at(await this.read(() => this.reader.head()));
  }

  /** When the last event of the log was recorded; undefined where there is none. */
  async latestRecordedAt(): Promise<string | undefined> {
    return this.read(() => this.reader.latestRecordedAt());
  }

  async *follow(after: Position | 'start', signal: AbortSignal): AsyncGenerator<LogPage> {
    const goesOn = (): boolean => !signal.aborted && !this.watch.isOver;
    let place = this.positions.placeOf(after);
    while (goesOn()) {
      const looked = await this.read(() => this.look(place), goesOn).catch(unless(goesOn));
      if (!looked) return;
      if (looked.page.events.length === 0) {
        await this.watch.next(looked.moment, signal);
        continue;
      }
      yield looked.page;
      place = this.positions.placeOf(looked.page.end);
      await nextTurn();
    }
  }

  close(): Promise<void> {
    this.closed ??= this.letGo();
    return this.closed;
  }

  private async letGo(): Promise<void> {
    await this.queue.drained();
    this.watch.end();
    try {
      this.db.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      // Whoever opens the log next copies what could not be copied now: on a full disk a stop is a stop all the same.
      if (sqliteCodeOf(error) === '') throw error;
    } finally {
      this.db.close();
    }
  }

  /** The moment is taken first: a commit between the two wakes a follower once too often, never too seldom. */
  private look(after: number): { moment: Moment; page: LogPage } {
    return { moment: this.watch.now(), page: this.page(after, EVENTS_OF_A_PAGE) };
  }

  private page(after: number, limit: number): LogPage {
    const events = this.reader.pageOfLog(after, limit);
    return { events, end: events.at(-1)?.position ?? this.positions.at(after) };
  }

  private read<Result>(work: () => Result, patience: Patience = patientFor(this.patienceMs)): Promise<Result> {
    return whenFree(() => {
      if (!this.db.open) throw new StoreUnavailable('the store is closed');
      return work();
    }, patience);
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new StoreUnavailable('the store is closed');
  }

  private settleOnFreshConnection(group: readonly SerialisedAppend[]): Promise<(Written | undefined)[]> {
    return whenFree(() => {
      const fresh = openAgain(this.db.name);
      try {
        return new LogWriter(fresh).settle(group);
      } finally {
        fresh.close();
      }
    }, patientFor(this.patienceMs));
  }
}

/** What goes wrong once the follower is to end is not its business any more. */
function unless(goesOn: () => boolean): (error: unknown) => undefined {
  return (error) => {
    if (goesOn()) throw error;
  };
}
