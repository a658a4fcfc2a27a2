import { UnknownEventType } from '../src/event-sourcing/codec.js';
import type { PositionedEvent } from '../src/event-sourcing/event.js';
import type { LogPage } from '../src/event-sourcing/event-store.js';
import type { AnyProjection, Logged } from './projection.js';
import { TakenOver, type Progress, type ReadModelState } from './read-database/read-model-state.js';
import { isStorageFault, type SqliteReadDatabase } from './read-database/sqlite-read-database.js';
import { RowBuffer } from './row-buffer.js';

/** Decodes an event of the log; throws {@link UnknownEventType} for what no version knows. */
export type Decode = (event: PositionedEvent) => Logged;

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
   * Folds a page; rows and checkpoint together. Where an event cannot be folded, what came before it is kept, and the
   * read model stops there, by itself. Call it within the database's `write`.
   *
   * @throws TakenOver where another projector has moved on
   */
  advance(page: LogPage, decode: Decode): void {
    if (this.stopped || !this.tryTo(page, decode)) return;
    for (const event of page.events) {
      const problem = this.tryTo({ events: [event], end: event.position }, decode);
      if (!problem) continue;
      this.state = this.database.recordStop(this.state, { at: event.position, because: reasonOf(problem, event) });
      return;
    }
  }

  /** Keeps all of it, or nothing; the error that stood in the way, if it is the read model's own. */
  private tryTo(page: LogPage, decode: Decode): unknown {
    const before = this.state;
    try {
      this.database.attempt(() => {
        // First of all: where another has taken over, the tables may be gone.
        this.state = this.database.moveCheckpoint(this.state, progressAt(page, this.state));
        for (const event of page.events) this.fold(decode(event));
        this.buffer.flush();
      });
      return undefined;
    } catch (error) {
      this.buffer.clear();
      this.state = before;
      if (error instanceof TakenOver || isStorageFault(error)) throw error;
      return error;
    }
  }

  private fold(event: Logged): void {
    const { categories } = this.projection;
    if (categories !== 'all' && !categories.includes(event.category)) return;
    this.projection.fold(this.buffer.rowsOf(event.stream), event);
  }
}

function progressAt(page: LogPage, before: ReadModelState): Progress {
  const last = page.events.at(-1);
  if (!last) return { ...before, resume: page.end };
  return {
    resume: page.end,
    shown: last.position,
    shownEventId: last.id,
    shownStream: last.stream,
    shownRevision: Number(last.revision),
    asOf: last.metadata.recordedAt,
  };
}

/** Names the event and the kind of error; the message of an error may hold what was said. */
function reasonOf(problem: unknown, event: PositionedEvent): string {
  const kind = problem instanceof UnknownEventType ? 'unknown event type' : (problem as Error).name;
  return `${kind} at event ${event.id} (${event.type})`;
}
