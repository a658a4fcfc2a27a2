import type { Codec } from '../src/event-sourcing/codec.js';
import type { EventStore } from '../src/event-sourcing/event-store.js';
import { placesIn } from './audit-log/places.js';
import { Page, type PlacesOf } from './page.js';
import type { AnyProjection } from './projection.js';
import { advanceAll, ProjectionRun } from './projection-run.js';
import type { SqliteReadDatabase } from './read-database/sqlite-read-database.js';

const PAGE = 4_000;

export interface RebuildOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly database: SqliteReadDatabase;
  /** Where events of an amended stream are in the log, on a store that does not tell; from the audit log unless given. */
  readonly placesOf?: PlacesOf;
  /** Called after each batch with the share of the log that has been folded, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** An event could not be folded; the live read model is as it was. */
export class RebuildStopped extends Error {
  override readonly name = 'RebuildStopped';
}

/**
 * Builds read models anew beside the live ones, which serve until the new have caught up; then swaps.
 *
 * @throws RebuildStopped
 */
export async function rebuild(projections: readonly AnyProjection[], options: RebuildOptions): Promise<void> {
  const { store, codec, database, onProgress, placesOf = placesIn(database) } = options;
  const runs = projections.map(
    (projection) => new ProjectionRun(projection, database, database.begin(projection, false)),
  );
  try {
    for (let done = false; !done;) {
      const head = await store.head();
      const page = await store.readAll(runs[0]?.state.resume ?? 'start', PAGE);
      advanceAll(runs, await Page.of(page, { store, codec, placesOf }), database);
      const stopped = runs.find((run) => run.stopped);
      if (stopped) throw new RebuildStopped(`${stopped.projection.name}: ${stopped.state.stoppedBecause ?? ''}`);
      const isAtEnd = page.events.length === 0 || page.end >= head;
      done = isAtEnd && database.write(() => swapIn(runs, database));
      onProgress?.(shareOf(page.end, head));
    }
  } catch (error) {
    for (const run of runs)
      database.write(() => {
        database.drop(run.projection.name, run.state.generation);
      });
    throw error;
  }
}

/** Where the live ones are not ahead, so that no reader goes back in time. */
function swapIn(runs: readonly ProjectionRun[], database: SqliteReadDatabase): boolean {
  const isAhead = ({ projection, state }: ProjectionRun): boolean =>
    (database.live(projection.name)?.resume ?? '') > (state.resume ?? '');
  if (runs.some(isAhead)) return false;
  for (const { projection, state } of runs) database.swapIn(projection.name, state.generation);
  return true;
}

/** How much of the log lies up to a position, 0 to 1. Positions end in a number of fixed width, which grows with the log. */
export function shareOf(position: string, head: string): number {
  const [at, of] = [position, head].map((text) => Number(`0x${text.slice(text.indexOf('.') + 1)}`));
  return of ? Math.min(1, (at ?? 0) / of) : 1;
}
