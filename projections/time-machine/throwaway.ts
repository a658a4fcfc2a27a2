import type { Codec } from '../../src/event-sourcing/codec.js';
import type { AnyProjection, Logged } from '../projection.js';
import { ProjectionRun } from '../projection-run.js';
import type { Progress, ReadModelState } from '../read-database/read-model-state.js';
import type { NAMELESS } from '../read-database/open-read-database.js';
import { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import { Reading } from '../reading/reading.js';
import { sentencesBy } from '../reading/sentences.js';
import type { Viewer } from '../reading/viewer.js';

/**
 * A read model on a database of its own, which nobody else writes to. Whoever has it disposes of it once; it is there until
 * all who hold it have.
 */
export class Throwaway {
  readonly run: ProjectionRun;
  private holders = 1;

  private constructor(
    readonly database: SqliteReadDatabase,
    readonly projection: AnyProjection,
    state: ReadModelState,
    private readonly onDisposed: () => void = () => undefined,
  ) {
    this.run = new ProjectionRun(projection, database, state);
  }

  /** An empty one: in memory, or in a file that has no name where it may be large. */
  static of(projection: AnyProjection, where: ':memory:' | typeof NAMELESS = ':memory:'): Throwaway {
    const database = new SqliteReadDatabase(where);
    return new Throwaway(database, projection, database.begin(projection, true));
  }

  /** One that goes on from where a read model of the database stands. The database is disposed of with it. */
  static on(
    database: SqliteReadDatabase,
    projection: AnyProjection,
    state: ReadModelState,
    onDisposed: () => void,
  ): Throwaway {
    return new Throwaway(database, projection, state, onDisposed);
  }

  /** One more has it from now on. */
  hold(): this {
    this.holders++;
    return this;
  }

  /** Whether another than the one who asks has it. */
  get isShared(): boolean {
    return this.holders > 1;
  }

  /** Folds one stream, as it is told, into rows of its own. */
  tell(stream: string, events: readonly Logged[], revision: number): void {
    this.database.write(() => {
      this.run.tell(stream, events, revision);
    });
  }

  /** Says how far it has come. */
  standAt(progress: Progress): void {
    this.run.state = this.database.moveCheckpoint(this.run.state, progress);
  }

  dispose(): void {
    if (--this.holders > 0) return;
    this.database.close();
    this.onDisposed();
  }
}

/** What queries see of a database that nobody else writes to. */
export function readingOf(past: Throwaway, codec: Codec, viewer: Viewer): Reading {
  const { database, projection, run } = past;
  return new Reading(database.kysely, projection, run.state, viewer, sentencesBy(codec));
}
