import { openCursor, sealCursor } from './cursor.js';
import type { Filter } from './parameters.js';
import { BadParameters, type Asked } from './read-route.js';

const USUAL_LIMIT = 50;
/** Items that a page has at most. */
export const MOST_ITEMS = 200;

type Filters = Readonly<Record<string, Filter>>;

/** A page of a list, as it is asked for. */
export interface PageAsked {
  readonly limit: number;
  /** Filter and order: those of the cursor, where there is one. */
  readonly query: Asked['query'];
  /** What the page before ended with; absent on the first page. */
  readonly after?: readonly unknown[];
  /** The cursor of the next page, given what this one ends with. */
  readonly next: (last: readonly unknown[]) => string;
}

/**
 * What `limit` and `cursor` ask for.
 *
 * @param path the route's, whose values stand in `asked`
 * @throws BadParameters
 */
export function pageAsked(path: string, filters: Filters, asked: Asked): PageAsked {
  const limit = limitOf(asked.query['limit']);
  const name = nameOf(path, asked.path);
  const opened = openCursor(name, asked.query);
  refuseForged(filters, opened.query);
  return { limit, ...opened, next: (last) => sealCursor(name, opened.query, last) };
}

/** The list that a request speaks of: its path with the values in it. */
function nameOf(path: string, values: Asked['path']): string {
  return path.replace(/:(\w+)/g, (_, part: string) => values[part] ?? '');
}

/** A cursor comes back from outside: what it holds is looked at like what is asked. */
function refuseForged(filters: Filters, query: Asked['query']): void {
  const isForged = Object.entries(query).some(([name, values]) =>
    values.some((value) => filters[name]?.problem(value) !== undefined),
  );
  if (isForged) throw cursorOfAnother();
}

/** The cursor was made by no page of this list. */
export function cursorOfAnother(): BadParameters {
  return new BadParameters([{ field: 'cursor', message: 'is not of this list' }]);
}

function limitOf(given: readonly string[] | undefined): number {
  if (!given) return USUAL_LIMIT;
  const limit = Number(given[0]);
  if (given.length === 1 && Number.isInteger(limit) && limit >= 1 && limit <= MOST_ITEMS) return limit;
  throw new BadParameters([{ field: 'limit', message: `must be a whole number from 1 to ${String(MOST_ITEMS)}` }]);
}
