import { Projector } from '../../../projections/projector.js';
import { projections } from '../../../projections/read-models.js';
import type { SqliteReadDatabase } from '../../../projections/read-database/sqlite-read-database.js';
import type { Position, RecordedEvent } from '../../../src/event-sourcing/event.js';
import type { EventStore, LogPage } from '../../../src/event-sourcing/event-store.js';
import type { World } from './world.js';

const WHOLE_LOG = 10_000;

/** How a projector comes to know of events. */
export interface Following {
  readonly readModels: readonly string[];
  /** Events of each page, in turn. */
  readonly sizes: readonly number[];
  /** How many of the last events come only once it has caught up. */
  readonly live: number;
  /** Whether the store says where in the log the events of a stream are: not every one does. */
  readonly tellsPlaces: boolean;
}

/** A projector that starts, follows to the end of the log, and stops. */
export async function follow(world: World, database: SqliteReadDatabase, how: Following): Promise<void> {
  const stop = new AbortController();
  const notices: string[] = [];
  const projector = new Projector({
    store: inPages(world.store, await whereItCatchesUp(world.store, database, how), how, stop),
    codec: world.codec,
    database,
    projections: projections.filter(({ name }) => how.readModels.includes(name)),
    onNotice: (notice, readModel) => notices.push(`${readModel} ${notice}`),
  });
  await projector.follow(stop.signal);
  expect(notices).toEqual([]);
}

/** The last position that the log seems to have at first: none that a read model has passed is beyond it. */
async function whereItCatchesUp(
  store: EventStore,
  database: SqliteReadDatabase,
  { live }: Following,
): Promise<Position> {
  const { events } = await store.readAll('start', WHOLE_LOG);
  const passed = database.readModels().map(({ resume }) => resume ?? '');
  return [...passed, events.at(-1 - live)?.position ?? ''].reduce((a, b) => (a > b ? a : b));
}

/** The log in pages of chosen sizes; whoever follows it is stopped at its end. */
function inPages(store: EventStore, first: Position, how: Following, stop: AbortController): EventStore {
  let pages = 0;
  let end = first;
  const nextPage = (after: Position | 'start'): Promise<LogPage> =>
    store.readAll(after, how.sizes[pages++ % how.sizes.length] ?? 1);
  const changed: Partial<EventStore> = {
    async readAll(after) {
      const page = await nextPage(after);
      const events = page.events.filter(({ position }) => position <= end);
      return { events, end: events.at(-1)?.position ?? page.end };
    },
    async *follow(after) {
      for (let page = await nextPage(after); page.events.length > 0; page = await nextPage(page.end)) {
        end = page.end;
        yield page;
      }
      stop.abort();
    },
  };
  if (!how.tellsPlaces) changed.readStream = (...which) => withoutPlaces(store.readStream(...which));
  return new Proxy(store, {
    get: (target, name) => (Reflect.get(changed, name) ?? Reflect.get(target, name)) as unknown,
  });
}

async function* withoutPlaces(events: AsyncIterable<RecordedEvent>): AsyncGenerator<RecordedEvent> {
  for await (const { position: _, ...event } of events) yield event;
}
