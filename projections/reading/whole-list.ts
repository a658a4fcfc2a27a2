import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Position } from '../../src/event-sourcing/event.js';
import { MOST_ITEMS } from './page.js';
import type { Asked, ReadRoute } from './read-route.js';
import type { Reading } from './reading.js';
import { AFTER } from './refuse-bad-parameters.js';
import { FORMAT } from './formats.js';

/** A whole list that stays at its moment until it is closed, wherever it is read from. */
export interface HeldList {
  /** Where its read model stands, and when the event there was recorded; null where it has seen nothing. */
  readonly position: Position | null;
  readonly asOf: string | null;
  /** Each is read when it is asked for. Throws BadParameters · NotFound before the first. */
  readonly pages: AsyncGenerator<readonly object[]>;
  close(): void;
}

/** A list as a reading shows it. @param close lets go of the reading */
export function heldList(reading: Reading, route: ReadRoute, asked: Asked, close: () => void): HeldList {
  const { shown: position, asOf } = reading.state;
  return { position, asOf, pages: wholeList(reading, route, asked), close };
}

/**
 * The items of a whole list, page by page, as a reader gets them who follows every cursor: read when they are asked for.
 * Between pages, whatever else waits for the thread has its turn.
 *
 * @param asked may say `format` and `after`, which are no part of the list; neither `limit` nor `cursor`
 * @throws BadParameters · NotFound, both before the first page
 */
export async function* wholeList(reading: Reading, route: ReadRoute, asked: Asked): AsyncGenerator<readonly object[]> {
  const { [FORMAT]: _, [AFTER]: __, ...filter } = asked.query;
  let query: Asked['query'] = { ...filter, limit: [String(MOST_ITEMS)] };
  for (;;) {
    const { items, next } = await route.answer(reading, { ...asked, query });
    yield items as readonly object[];
    if (next === null) return;
    query = { ...query, cursor: [next as string] };
    await letOthersIn();
  }
}
