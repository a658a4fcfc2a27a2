import { UnknownEventType } from '../src/event-sourcing/codec.js';
import type { PositionedEvent } from '../src/event-sourcing/event.js';
import type { Page } from './page.js';
import type { AnyProjection, Logged } from './projection.js';
import { tablesOf } from './read-database/columns.js';
import { TakenOver, type Progress, type ReadModelState } from './read-database/read-model-state.js';
import { isStorageFault, type SqliteReadDatabase } from './read-database/sqlite-read-database.js';
import { recordedAfter } from './recorded-order.js';
import { RowBuffer } from './row-buffer.js';

/** One generation of one read model, being brought forward. */
export class ProjectionRun {
  private readonly buffer: RowBuffer;

  constructor(
    readonly projection: AnyProjection,
    private readonly database: SqliteReadDatabase,
    public state: ReadModelState,
  ) {
    this.buffer = new RowBuffer(database.rowStores(projection, state.generation));
  }

  get stopped(): boolean {
    return this.state.stoppedAt !== null;
  }

  /**
   * Folds a page; rows and checkpoint together. Call it within the database's `write`.
   *
   * @throws TakenOver where another projector has moved on; whatever a fold throws
   */
  advance(page: Page): void {
    if (this.stopped) return;
    try {
      // First of all: where another has taken over, the tables may be gone.
      this.state = this.database.moveCheckpoint(this.state, progressAt(page, this.state));
      for (const event of page.newTo(this.projection)) this.projection.fold(this.buffer.rowsOf(event.stream), event);
      for (const { stream, events, revision } of page.toldAgain(this.projection)) this.refold(stream, events, revision);
      this.buffer.flush();
    } catch (error) {
      this.buffer.clear();
      throw error;
    }
  }

  /**
   * Folds a page as far as it can be folded: what came before an event that cannot be is kept, and the read model stops
   * there, by itself. Call it within the database's `write`.
   *
   * @throws TakenOver where another projector has moved on
   */
  advanceOrStop(page: Page): void {
    if (this.stopped || !this.tryTo(page)) return;
    for (const event of page.events) {
      const problem = this.tryTo(page.only(event));
      if (!problem) continue;
      this.state = this.database.recordStop(this.state, { at: event.position, because: reasonOf(problem, event) });
      return;
    }
  }

  /** Keeps all of it, or nothing; the error that stood in the way, if it is the read model's own. */
  private tryTo(page: Page): unknown {
    const before = this.state;
    try {
      this.database.attempt(() => {
        this.advance(page);
      });
      return undefined;
    } catch (error) {
      this.state = before;
      if (isOfTheDatabase(error)) throw error;
      return error;
    }
  }

  /** Folds a stream that has no rows yet. Call it within the database's `write`. */
  tell(stream: string, events: readonly Logged[], revision: number): void {
    this.foldAll(stream, events, revision);
    this.buffer.flush();
  }

  /** Replaces the rows of a stream. */
  private refold(stream: string, events: readonly Logged[], revision: number): void {
    this.buffer.removeAll(stream);
    this.foldAll(stream, events, revision);
  }

  /** Whatever shows the stream's revision shows the one that it has come to. */
  private foldAll(stream: string, events: readonly Logged[], revision: number): void {
    const rows = this.buffer.rowsOf(stream);
    for (const event of events) this.projection.fold(rows, event);
    if (this.projection.amendments === 'shown') return;
    for (const [table, { columns }] of tablesOf(this.projection))
      if ('revision' in columns) for (const row of rows.all(table)) rows.put(table, { ...row, revision });
  }
}

/**
 * Folds a page into several read models, rows and checkpoints together, in one transaction. Where one of them cannot fold
 * an event, it stops there, by itself.
 *
 * Each has a savepoint of its own only once something went wrong: SQLite copies every page that is changed within one.
 *
 * @throws TakenOver where another projector has moved on
 */
export function advanceAll(runs: readonly ProjectionRun[], page: Page, database: SqliteReadDatabase): void {
  const before = runs.map(({ state }) => state);
  const restore = (): void => {
    for (const [index, run] of runs.entries()) run.state = before[index] as ReadModelState;
  };
  try {
    database.write(() => {
      for (const run of runs) run.advance(page);
    });
  } catch (error) {
    restore();
    if (isOfTheDatabase(error)) throw error;
    database.write(() => {
      for (const run of runs) run.advanceOrStop(page);
    });
  }
}

/** Nothing that a read model is to blame for. */
function isOfTheDatabase(error: unknown): boolean {
  return error instanceof TakenOver || isStorageFault(error);
}

function progressAt(page: Page, before: ReadModelState): Progress {
  const last = page.events.at(-1);
  if (!last) return { ...before, resume: page.end };
  return {
    resume: page.end,
    shown: last.position,
    shownEventId: last.id,
    shownStream: last.stream,
    shownRevision: Number(last.revision),
    asOf: last.metadata.recordedAt,
    ...recordedAfter(page.events, before),
  };
}

/** Names the event and the kind of error; the message of an error may hold what was said. */
function reasonOf(problem: unknown, event: PositionedEvent): string {
  const kind = problem instanceof UnknownEventType ? 'unknown event type' : (problem as Error).name;
  return `${kind} at event ${event.id} (${event.type})`;
}
