import { isDeepStrictEqual } from 'node:util';
import { BadParameters } from './read-route.js';

type Query = Readonly<Record<string, readonly string[]>>;

/** How a page is asked for, not what it holds: a cursor may be followed with other ones. */
const OF_THE_PAGE = new Set(['limit', 'cursor', 'after', 'asOf', 'happenedBy']);

interface Opened {
  readonly query: Query;
  /** Values of the order's columns in the last row of the page before. */
  readonly after?: readonly unknown[];
}

/** Where the next page begins; holds the list, its filter and order. */
export function sealCursor(list: string, query: Query, last: readonly unknown[]): string {
  return Buffer.from(JSON.stringify({ list, query: withoutPaging(query), last })).toString('base64url');
}

/** The filter and order to go on with. @throws BadParameters for a cursor that is none, or is of another list */
export function openCursor(list: string, query: Query): Opened {
  const [cursor] = query['cursor'] ?? [];
  if (cursor === undefined) return { query };
  const sealed = parse(cursor);
  const given = withoutPaging(query);
  if (sealed?.list !== list || (Object.keys(given).length > 0 && !isDeepStrictEqual(given, sealed.query)))
    throw new BadParameters([{ field: 'cursor', message: 'is not of this list, filter and order' }]);
  return { query: sealed.query, after: sealed.last };
}

function withoutPaging(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !OF_THE_PAGE.has(name)));
}

function parse(cursor: string): { list: unknown; query: Query; last: readonly unknown[] } | undefined {
  try {
    const { list, query, last } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Record<
      string,
      unknown
    >;
    const isQuery = typeof query === 'object' && query !== null && Object.values(query).every(isListOfText);
    const isLast = Array.isArray(last) && last.every((value) => value === null || typeof value !== 'object');
    return isQuery && isLast ? { list, query: query as Query, last } : undefined;
  } catch {
    return undefined;
  }
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
