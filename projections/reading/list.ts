import type { TSchema } from '@sinclair/typebox';
import type { AnyProjection } from '../projection.js';
import { snakeCase } from '../read-database/columns.js';
import { cursorOfAnother, pageAsked } from './page.js';
import type { Filter, Where } from './parameters.js';
import type { Asked, ReadRoute, Shown } from './read-route.js';
import type { Reading, Row } from './reading.js';

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
  const { limit, query, after, next } = pageAsked(definition.path, definition.filters, asked);
  const orderBy = definition.orders[query['order']?.[0] ?? Object.keys(definition.orders)[0] ?? ''];
  if (!orderBy || (after && after.length !== orderBy.length)) throw cursorOfAnother();
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
    next: last ? next(orderBy.map((column) => last[column])) : null,
  };
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
