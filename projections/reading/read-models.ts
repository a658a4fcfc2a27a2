import type { Codec } from '../../src/event-sourcing/codec.js';
import { isPosition, type Position } from '../../src/event-sourcing/event.js';
import { ForeignPosition } from '../../src/event-sourcing/event-store.js';
import type { AnyProjection } from '../projection.js';
import type { ReadModelState } from '../read-database/read-model-state.js';
import type { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import type { Asked, ReadRoute } from './read-route.js';
import { Reading, type SentenceOf } from './reading.js';
import { AFTER, refuseBadParameters } from './refuse-bad-parameters.js';
import { sentencesBy } from './sentences.js';
import type { Viewer } from './viewer.js';
import { heldList, type HeldList } from './whole-list.js';

/** How long `after=` waits for a read model, at most. */
const PATIENCE_MS = 5_000;

/** The read model had not reached the position in time. */
export class ProjectionBehind extends Error {
  override readonly name = 'ProjectionBehind';
}

/** The read model is being built for this version of the software. */
export class ReadModelBuilding extends Error {
  override readonly name = 'ReadModelBuilding';
}

/** Tells of each batch that a projector has committed. */
export interface CommitFeed {
  /** Calls back after each batch, until the returned function is called. */
  onCommitted(listener: () => void): () => void;
}

export interface ReadModelsOptions {
  readonly database: SqliteReadDatabase;
  readonly codec: Codec;
  /** Of the log that is projected: positions of another are refused. */
  readonly logId: string;
  readonly feed: CommitFeed;
}

/** Every question that is answered from a read model comes through here. */
export class ReadModels {
  private readonly sentenceOf: SentenceOf;

  constructor(private readonly options: ReadModelsOptions) {
    const { codec } = options;
    this.sentenceOf = sentencesBy(codec);
  }

  /**
   * Answers a route, with the freshness that every answer carries.
   *
   * @throws BadParameters · NotFound · ProjectionBehind · ReadModelBuilding · ForeignPosition
   */
  async answer(route: ReadRoute, asked: Asked, viewer: Viewer): Promise<Record<string, unknown>> {
    refuseBadParameters(route, asked.query);
    await this.reachedAsAsked(route, asked);
    return this.read(route.projection, viewer, (reading) => answerFrom(reading, route, asked));
  }

  /** Runs a query in one read transaction: rows and checkpoint are of one moment. */
  read<Result>(
    projection: AnyProjection,
    viewer: Viewer,
    query: (reading: Reading) => Promise<Result>,
  ): Promise<Result> {
    const { kysely } = this.options.database;
    return kysely.transaction().execute((transaction) => {
      const state = stateIn(this.options.database, projection);
      return query(new Reading(transaction, projection, state, viewer, this.sentenceOf));
    });
  }

  /**
   * The whole list that a route shows at one moment, for as long as it takes to read all of it.
   *
   * @throws BadParameters · ProjectionBehind · ReadModelBuilding · ForeignPosition
   */
  async hold(route: ReadRoute, asked: Asked, viewer: Viewer): Promise<HeldList> {
    refuseBadParameters(route, asked.query);
    await this.reachedAsAsked(route, asked);
    const transaction = this.options.database.readTransaction();
    const close = (): void => {
      transaction.close();
    };
    try {
      const state = stateIn(transaction, route.projection);
      const reading = new Reading(transaction.kysely, route.projection, state, viewer, this.sentenceOf);
      return heldList(reading, route, asked, close);
    } catch (error) {
      close();
      throw error;
    }
  }

  /** A position of this log, as somebody gave it. @throws ForeignPosition */
  ownPosition(text: string): Position {
    if (!isPosition(text) || !text.startsWith(this.options.logId))
      throw new ForeignPosition('a position of another log, or none');
    return text;
  }

  /** Resolves at the next batch that a projector commits, or when the signal aborts. */
  nextCommit(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        unsubscribe();
        signal.removeEventListener('abort', settle);
        resolve();
      };
      const unsubscribe = this.options.feed.onCommitted(settle);
      signal.addEventListener('abort', settle);
      if (signal.aborted) settle();
    });
  }

  /** Resolves once the read model has reached the position. @throws ProjectionBehind after five seconds */
  async reached(projection: AnyProjection, position: Position): Promise<void> {
    const { database, feed } = this.options;
    const isReached = (): boolean => (database.live(projection.name)?.resume ?? '') >= position;
    if (isReached()) return;
    await new Promise<void>((reached, behind) => {
      const settle = (done: () => void): void => {
        clearTimeout(timer);
        unsubscribe();
        done();
      };
      const timer = setTimeout(() => {
        settle(() => {
          behind(new ProjectionBehind('the read model has not come that far'));
        });
      }, PATIENCE_MS);
      const unsubscribe = feed.onCommitted(() => {
        if (isReached()) settle(reached);
      });
    });
  }

  private async reachedAsAsked({ projection }: ReadRoute, { query }: Asked): Promise<void> {
    const [after] = query[AFTER] ?? [];
    if (after !== undefined) await this.reached(projection, this.ownPosition(after));
  }
}

/** The answer of a route, and how fresh it is. @throws BadParameters · NotFound */
export async function answerFrom(reading: Reading, route: ReadRoute, asked: Asked): Promise<Record<string, unknown>> {
  return { ...(await route.answer(reading, asked)), position: reading.state.shown, asOf: reading.state.asOf };
}

function stateIn(database: Pick<SqliteReadDatabase, 'live'>, { name, version }: AnyProjection): ReadModelState {
  const state = database.live(name);
  if (state?.version !== version) throw new ReadModelBuilding('the read model is being built');
  return state;
}
