import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Codec } from '../../src/event-sourcing/codec.js';
import type { Position, PositionedEvent, StreamName } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import type { PlacesOf } from '../page.js';
import { Page } from '../page.js';
import { decodeOnce } from '../logged.js';
import { advanceAll } from '../projection-run.js';
import { NotFound, type Asked, type ReadRoute } from '../reading/read-route.js';
import type { Viewer } from '../reading/viewer.js';
import { wholeList } from '../reading/whole-list.js';
import { eventsUpTo, type StreamEnds } from './scoped-streams.js';
import { readingOf, Throwaway } from './throwaway.js';

/** What a route showed after an event: each object by its id. */
export interface Step {
  readonly event: PositionedEvent;
  readonly shown: ReadonlyMap<string, object>;
}

export interface ThroughTime {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly placesOf: PlacesOf;
  readonly viewer: Viewer;
}

/**
 * Follows what a route shows through time, event by event, on the same folds and queries that answer it. Between events,
 * whatever else waits for the thread has its turn.
 *
 * @param ends the streams that the answer is made of
 * @param after what came up to here is folded at once, and shown first
 */
export async function* throughTime(
  { route, asked }: { readonly route: ReadRoute; readonly asked: Asked },
  { ends, after }: { readonly ends: StreamEnds; readonly after: Position },
  how: ThroughTime,
): AsyncGenerator<Step | { readonly event: undefined; readonly shown: Step['shown'] }> {
  const streams = new Map<StreamName, PositionedEvent[]>();
  for (const [stream, revision] of ends) streams.set(stream, await eventsUpTo(stream, revision, how));
  const events = [...streams.values()].flat().toSorted((a, b) => (a.position < b.position ? -1 : 1));
  const past = Throwaway.of(route.projection);
  const decode = decodeOnce(how.codec);
  const fold = (some: readonly PositionedEvent[]): void => {
    const end = some.at(-1)?.position;
    if (end !== undefined)
      advanceAll([past.run], new Page({ events: some, end }, how.codec, streams, decode), past.database);
  };
  try {
    fold(events.filter(({ position }) => position <= after));
    yield { event: undefined, shown: await shownBy(route, asked, past, how) };
    for (const event of events.filter(({ position }) => position > after)) {
      await letOthersIn();
      fold([event]);
      yield { event, shown: await shownBy(route, asked, past, how) };
    }
  } finally {
    past.dispose();
  }
}

async function shownBy(
  route: ReadRoute,
  asked: Asked,
  past: Throwaway,
  how: ThroughTime,
): Promise<Map<string, object>> {
  const reading = readingOf(past, how.codec, how.viewer);
  if (route.kind === 'object') {
    const item = await route.answer(reading, asked).catch(unlessNotFound);
    return item ? new Map([[item['id'] as string, item]]) : new Map();
  }
  const shown = new Map<string, object>();
  for await (const items of wholeList(reading, route, asked))
    for (const item of items as readonly { readonly id: string }[]) shown.set(item.id, item);
  return shown;
}

function unlessNotFound(error: unknown): undefined {
  if (!(error instanceof NotFound)) throw error;
}
