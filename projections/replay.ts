import type { Codec } from '../src/event-sourcing/codec.js';
import type { Position, PositionedEvent } from '../src/event-sourcing/event.js';
import type { EventStore, LogPage } from '../src/event-sourcing/event-store.js';
import { placesIn } from './audit-log/places.js';
import { Page } from './page.js';
import type { AnyProjection } from './projection.js';
import { advanceAll, ProjectionRun } from './projection-run.js';
import type { ReadModelState } from './read-database/read-model-state.js';
import { NAMELESS } from './read-database/open-read-database.js';
import { SqliteReadDatabase } from './read-database/sqlite-read-database.js';

const PAGE = 4_000;

export interface ReplayOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  /** Called after each batch with the position up to which the log has been looked through. */
  readonly onProgress?: (position: Position) => void;
}

/** Whether a read model, given by its name, takes in an event; once it does not, it takes in none that follows. */
export type IsWithin = (event: PositionedEvent, readModel: string) => boolean;

/** Read models folded from the first event on, in a database that goes when it is closed. */
export class Replay {
  readonly database = new SqliteReadDatabase(NAMELESS);
  /** Events that were passed, folded or not, by the read model that came furthest. */
  events = 0;
  private furthest: Position = '';
  private readonly runs: readonly ProjectionRun[];

  constructor(
    projections: readonly AnyProjection[],
    private readonly options: ReplayOptions,
  ) {
    const { database } = this;
    this.runs = projections.map(
      (projection) => new ProjectionRun(projection, database, database.begin(projection, true)),
    );
  }

  /** Where a read model stands. One that could not fold an event has stopped there. */
  stateOf(name: string): ReadModelState {
    const run = this.runs.find(({ projection }) => projection.name === name);
    if (!run) throw new Error(`the read model ${name} is not replayed`);
    return run.state;
  }

  /** Goes on, each read model to the last event that lies within, or to the end of the log. */
  async advance(isWithin: IsWithin): Promise<void> {
    const going = new Set(this.runs);
    for (;;) {
      for (const run of going) if (run.stopped) going.delete(run);
      const group = furthestBehind([...going]);
      if (group.length === 0) return;
      const page = await this.options.store.readAll(group[0]?.state.resume ?? 'start', PAGE);
      const counts = group.map(({ projection: { name } }) => countWithin(page, (event) => isWithin(event, name)));
      const told = await Page.of(page, { ...this.options, placesOf: placesIn(this.database) });
      for (const count of new Set(counts)) {
        const runs = group.filter((_, index) => counts[index] === count);
        if (count > 0) advanceAll(runs, told.first(count), this.database);
        if (count < page.events.length || count === 0) for (const run of runs) going.delete(run);
      }
      this.count(page.events.slice(0, Math.max(...counts)));
      this.options.onProgress?.(page.end);
    }
  }

  close(): void {
    this.database.close();
  }

  private count(events: readonly PositionedEvent[]): void {
    for (const { position } of events) {
      if (position <= this.furthest) continue;
      this.events++;
      this.furthest = position;
    }
  }
}

/** Those that read on from the same place, which is behind that of all others. */
function furthestBehind(runs: readonly ProjectionRun[]): ProjectionRun[] {
  const places = runs.map(({ state }) => state.resume ?? '');
  const least = places.reduce((a, b) => (a < b ? a : b), places[0] ?? '');
  return runs.filter(({ state }) => (state.resume ?? '') === least);
}

function countWithin({ events }: LogPage, isWithin: (event: PositionedEvent) => boolean): number {
  const first = events.findIndex((event) => !isWithin(event));
  return first === -1 ? events.length : first;
}
