import type { TSchema } from '@sinclair/typebox';
import type { AnyProjection } from '../projection.js';
import { snakeCase } from '../read-database/columns.js';
import { openCursor, sealCursor } from './cursor.js';
import type { Filter, Where } from './parameters.js';
import { BadParameters, type Asked, type ReadRoute, type Shown } from './read-route.js';
import type { Reading, Row } from './reading.js';

const USUAL_LIMIT = 50;
/** Items that a page has at most. */
export const MOST_ITEMS = 200;

export interface ListDefinition<R> {
  readonly path: string;
  readonly projection: AnyProjection;
  readonly summary: string;
  readonly scope?: NonNullable<ReadRoute['scope']>;
  readonly shows?: Shown;
  readonly table: string;
  readonly schema: TSchema;
  readonly filters: Readonly<Record<string, Filter>>;
  /** Orders by the name that `order=` takes; the first is the usual one. Each ends in what no two rows share. */
  readonly orders: Readonly<Record<string, readonly string[]>>;
  /** Columns that the path fixes, from its values; throws {@link NotFound} where there is nothing to list. */
  within?(reading: Reading, path: Asked['path']): Promise<Readonly<Record<string, string>>>;
  items(rows: readonly R[], reading: Reading): Promise<object[]> | object[];
}

/** A route that lists the rows of a table, page by page. */
export function list<R = Row>(definition: ListDefinition<R>): ReadRoute {
  const orders = Object.keys(definition.orders);
  const order: Filter = {
    values: orders,
    problem: (value) => (orders.includes(value) ? undefined : `must be one of ${orders.join(', ')}`),
    where: () => (eb) => eb.and([]),
  };
  const { path, projection, summary, schema, scope, shows } = definition;
  return {
    ...(scope ? { scope } : {}),
    ...(shows ? { shows } : {}),
    path,
    projection,
    summary,
    schema,
    kind: 'list',
    filters: orders.length > 1 ? { ...definition.filters, order } : definition.filters,
    answer: (reading, asked) => page(definition, reading, asked),
  };
}

async function page<R>(
  definition: ListDefinition<R>,
  reading: Reading,
  asked: Asked,
): Promise<Record<string, unknown>> {
  const fixed = (await definition.within?.(reading, asked.path)) ?? {};
  const limit = limitOf(asked.query['limit']);
  const name = nameOf(definition.path, asked.path);
  const { query, after } = openCursor(name, asked.query);
  refuseForged(definition.filters, query);
  const orderBy = definition.orders[query['order']?.[0] ?? Object.keys(definition.orders)[0] ?? ''];
  if (!orderBy || (after && after.length !== orderBy.length))
    throw new BadParameters([{ field: 'cursor', message: 'is not of this list' }]);
  const rows = await reading.rows<R>(definition.table, {
    where: [
      ...conditions(definition.filters, query),
      ...Object.entries(fixed).map(([column, value]) => equals(column, value)),
    ],
    orderBy,
    ...(after ? { after } : {}),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? (shown.at(-1) as Row) : undefined;
  return {
    items: await definition.items(shown, reading),
    next: last
      ? sealCursor(
          name,
          query,
          orderBy.map((column) => last[column]),
        )
      : null,
  };
}

/** The list that a request speaks of: its path with the values in it. */
function nameOf(path: string, values: Asked['path']): string {
  return path.replace(/:(\w+)/g, (_, part: string) => values[part] ?? '');
}

/** A cursor comes back from outside: what it holds is looked at like what is asked. */
function refuseForged(filters: Readonly<Record<string, Filter>>, query: Asked['query']): void {
  const isForged = Object.entries(query).some(([name, values]) =>
    values.some((value) => filters[name]?.problem(value) !== undefined),
  );
  if (isForged) throw new BadParameters([{ field: 'cursor', message: 'is not of this list' }]);
}

/** Every filter's condition where it was given. */
export function conditions(
  filters: Readonly<Record<string, Filter>>,
  query: Readonly<Record<string, readonly string[]>>,
): Where[] {
  return Object.entries(filters).flatMap(([name, filter]) => {
    const values = query[name];
    return values ? [filter.where(values)] : [];
  });
}

export function equals(column: string, value: string): Where {
  return (eb) => eb(snakeCase(column), '=', value);
}

function limitOf(given: readonly string[] | undefined): number {
  if (!given) return USUAL_LIMIT;
  const limit = Number(given[0]);
  if (given.length === 1 && Number.isInteger(limit) && limit >= 1 && limit <= MOST_ITEMS) return limit;
  throw new BadParameters([{ field: 'limit', message: `must be a whole number from 1 to ${String(MOST_ITEMS)}` }]);
}
