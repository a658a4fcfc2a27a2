import type { Position } from '../src/event-sourcing/event.js';
import type { EventStore } from '../src/event-sourcing/event-store.js';
import type { AnyProjection } from './projection.js';
import type { ReadModelState } from './read-database/read-model-state.js';
import type { SqliteReadDatabase } from './read-database/sqlite-read-database.js';
import type { Replay } from './replay.js';
import { rowDifferences, type RowDifference } from './row-differences.js';
import { tellsOfThisLog } from './same-log.js';

/** Rows told of each read model; the others are counted. */
export const MOST_TOLD = 100;

export interface LiveReadModels {
  readonly store: EventStore;
  /** That queries are answered from. */
  readonly database: SqliteReadDatabase;
}

/** What came of comparing a read model with its replay. */
export interface Comparison {
  readonly name: string;
  readonly result: 'same' | 'differs' | 'not-compared';
  /** Where it was not compared, the reason, as a sentence without its end. */
  readonly why?: string;
  /** Rows that are missing, too many or other. */
  readonly rows: number;
  /** The first of them, at most {@link MOST_TOLD}. */
  readonly differences: readonly RowDifference[];
}

/** A live generation, and why it cannot be compared, if so. */
interface Live {
  readonly state: ReadModelState | undefined;
  readonly why: string | undefined;
}

/**
 * Replays each read model up to where its live one stands.
 *
 * @param head where those go that have none to be compared with
 */
export async function replayToLive(
  replay: Replay,
  projections: readonly AnyProjection[],
  live: LiveReadModels,
  head: Position,
): Promise<void> {
  const found = await lookAt(projections, live);
  await replay.advance((event, name) => event.position <= endOf(found.get(name), head));
}

/**
 * Compares with the live read models as they are at one moment. Where they stand further on than the replay, the replay
 * is brought there first, unless it ends on purpose. Nobody who writes to them meanwhile has to wait.
 *
 * @param endsOnPurpose a live read model that stands elsewhere is not compared
 * @param onCompared called after each with how many are done
 */
export function compareWithLive(
  replay: Replay,
  projections: readonly AnyProjection[],
  live: LiveReadModels,
  { endsOnPurpose, onCompared }: { endsOnPurpose: boolean; onCompared: (done: number) => void },
): Promise<Comparison[]> {
  return live.database.kysely.transaction().execute(async () => {
    const found = await lookAt(projections, live);
    if (!endsOnPurpose) await replay.advance((event, name) => event.position <= endOf(found.get(name), ''));
    return projections.map((projection, index) => {
      const comparison = compare(projection, found.get(projection.name) as Live, live.database, replay);
      onCompared(index + 1);
      return comparison;
    });
  });
}

async function lookAt(projections: readonly AnyProjection[], live: LiveReadModels): Promise<Map<string, Live>> {
  const states = projections.map(({ name }) => live.database.live(name));
  const found = new Map<string, Live>();
  for (const [index, projection] of projections.entries()) {
    const state = states[index];
    found.set(projection.name, { state, why: await whyNot(projection, state, live.store) });
  }
  return found;
}

async function whyNot(
  { version }: AnyProjection,
  state: ReadModelState | undefined,
  store: EventStore,
): Promise<string | undefined> {
  if (!state) return 'there is none yet: a server builds it, or `rebuild`';
  if (state.version !== version)
    return `it is of version ${String(state.version)}, and this software folds version ${String(version)}`;
  return (await tellsOfThisLog(store, state)) ? undefined : 'it was projected from another log';
}

function endOf(live: Live | undefined, otherwise: Position): Position {
  return live?.why === undefined ? (live?.state?.resume ?? '') : otherwise;
}

function compare(
  projection: AnyProjection,
  { state, why }: Live,
  database: SqliteReadDatabase,
  replay: Replay,
): Comparison {
  const { name } = projection;
  const replayed = replay.stateOf(name);
  const elsewhere = state?.shown === replayed.shown ? undefined : `it stands at ${state?.shown ?? 'the start'}`;
  const reason = why ?? elsewhere;
  if (!state || reason !== undefined)
    return { name, result: 'not-compared', ...(reason === undefined ? {} : { why: reason }), rows: 0, differences: [] };
  const live = { database, generation: state.generation };
  const differences: RowDifference[] = [];
  let rows = 0;
  for (const difference of rowDifferences(projection, live, {
    database: replay.database,
    generation: replayed.generation,
  }))
    if (rows++ < MOST_TOLD) differences.push(difference);
  return { name, result: rows === 0 ? 'same' : 'differs', rows, differences };
}
