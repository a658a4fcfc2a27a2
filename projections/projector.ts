import { setTimeout as wait } from 'node:timers/promises';
import type { Codec } from '../src/event-sourcing/codec.js';
import { categoryOf, type Position } from '../src/event-sourcing/event.js';
import { StoreUnavailable, type EventStore, type LogPage } from '../src/event-sourcing/event-store.js';
import { placesIn } from './audit-log/places.js';
import { Page, type PlacesOf } from './page.js';
import type { AnyProjection } from './projection.js';
import { advanceAll, ProjectionRun } from './projection-run.js';
import { TakenOver, type ReadModelState } from './read-database/read-model-state.js';
import { isStorageFault, type SqliteReadDatabase } from './read-database/sqlite-read-database.js';
import { tellsOfThisLog } from './same-log.js';

const PAGE = 1_000;
const RETRY_MS = 500;
/** Between batches: events that come meanwhile share the next one's commit, which costs more than folding them. */
const BREATH_MS = 5;
/** Where so many came meanwhile, commands need the machine more than readers need to be so close behind them. */
const MANY = 100;
const LONG_BREATH_MS = 40;

/** Of the streams that may show something new. */
export type Categories = readonly string[] | 'all';

export interface ProjectorOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly database: SqliteReadDatabase;
  /** Where events of an amended stream are in the log, on a store that does not tell; from the audit log unless given. */
  readonly placesOf?: PlacesOf;
  readonly projections: readonly AnyProjection[];
  /** Called after each batch that was committed, with the categories of its streams. */
  readonly onCommitted?: (categories: Categories) => void;
  /** Called with what an operator should know: a read model rebuilt, stopped, taken over. */
  readonly onNotice?: (notice: string, readModel: string) => void;
}

/** Brings every read model forward, for ever: what exists first, then each event as it comes. */
export class Projector {
  private runs: ProjectionRun[] = [];

  constructor(private readonly options: ProjectorOptions) {}

  /** Ends when the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.runs = await this.openRuns();
        // Another may have moved on meanwhile: whoever waits for that looks again.
        this.options.onCommitted?.('all');
        await this.catchUp(signal);
        await this.followLive(signal);
      } catch (error) {
        if (!passes(error)) throw error;
        this.options.onNotice?.(error.name, '');
        await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Brings every read model to where the log ended when its last page was asked for: writers need not pause. */
  private async catchUp(signal: AbortSignal): Promise<void> {
    const { store } = this.options;
    for (;;) {
      if (signal.aborted) return;
      const [group, limit] = this.furthestBehind();
      const [first] = group;
      if (!first) return;
      const head = await store.head();
      const page = await store.readAll(first.state.resume ?? 'start', PAGE);
      if (page.events.length === 0 && limit === undefined) break;
      await this.apply(group, page.events.length === 0 ? { events: [], end: limit ?? page.end } : upTo(page, limit));
      if (page.end >= head && limit === undefined) break;
    }
    this.swapInWhatWasBuilt();
  }

  private async followLive(signal: AbortSignal): Promise<void> {
    const active = this.runs.filter((run) => !run.stopped);
    const [first] = active;
    if (!first) {
      await wait(2 ** 31 - 1, undefined, { signal }).catch(() => undefined);
      return;
    }
    for await (const page of this.options.store.follow(first.state.resume ?? 'start', signal)) {
      await this.apply(active, page);
      await wait(page.events.length < MANY ? BREATH_MS : LONG_BREATH_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async apply(runs: readonly ProjectionRun[], page: LogPage): Promise<void> {
    const { database, onCommitted, onNotice } = this.options;
    const before = runs.map((run) => run.stopped);
    const { store, codec, placesOf = placesIn(database) } = this.options;
    advanceAll(runs, await Page.of(page, { store, codec, placesOf }), database);
    onCommitted?.([...new Set(page.events.map(({ stream }) => categoryOf(stream)))]);
    for (const [index, run] of runs.entries())
      if (run.stopped && !before[index]) onNotice?.(`stopped: ${run.state.stoppedBecause ?? ''}`, run.projection.name);
  }

  /** The read models that are behind all others, and the position at which they meet the next. */
  private furthestBehind(): [ProjectionRun[], Position | undefined] {
    const active = this.runs.filter((run) => !run.stopped);
    const places = [...new Set(active.map((run) => run.state.resume ?? ''))].toSorted((a, b) => (a < b ? -1 : 1));
    return [active.filter((run) => (run.state.resume ?? '') === places[0]), places[1]];
  }

  private async openRuns(): Promise<ProjectionRun[]> {
    const runs: ProjectionRun[] = [];
    for (const projection of this.options.projections) {
      const state = await this.openState(projection);
      runs.push(new ProjectionRun(projection, this.options.database, state));
    }
    return runs;
  }

  /** The live generation where it is of this version and of this log; a new one otherwise. */
  private async openState(projection: AnyProjection): Promise<ReadModelState> {
    const { database, store, onNotice } = this.options;
    const generations = database.readModels().filter(({ name }) => name === projection.name);
    const live = generations.find((state) => state.live);
    if (!live) return database.begin(projection, true);
    if (!(await tellsOfThisLog(store, live))) {
      onNotice?.('rebuilt: the log is another than the one that it was projected from', projection.name);
      return database.write(() => {
        const begun = database.begin(projection, false);
        database.swapIn(projection.name, begun.generation);
        return { ...begun, live: true };
      });
    }
    if (live.version === projection.version) return database.recordStop(live, null);
    onNotice?.('rebuilt: its version is new', projection.name);
    for (const left of generations)
      if (!left.live)
        database.write(() => {
          database.drop(left.name, left.generation);
        });
    return database.begin(projection, false);
  }

  private swapInWhatWasBuilt(): void {
    const { database } = this.options;
    for (const run of this.runs) {
      if (run.state.live || run.stopped) continue;
      database.write(() => {
        database.swapIn(run.projection.name, run.state.generation);
      });
      run.state = { ...run.state, live: true };
    }
  }
}

/** What goes by itself: another has taken over, the disk or the event store is not there just now. */
function passes(error: unknown): error is Error {
  return error instanceof TakenOver || error instanceof StoreUnavailable || isStorageFault(error);
}

function upTo(page: LogPage, limit: Position | undefined): LogPage {
  if (limit === undefined || page.end <= limit) return page;
  return { events: page.events.filter(({ position }) => position <= limit), end: limit };
}
