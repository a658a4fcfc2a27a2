import type { TSchema } from '@sinclair/typebox';
import { list, type ListDefinition } from './list.js';
import { NotFound, type ReadRoute } from './read-route.js';

interface StreamRow {
  readonly stream: string;
  readonly revision: number;
}

export interface ObjectsDefinition<R extends StreamRow> extends Pick<
  ListDefinition<R>,
  'path' | 'projection' | 'table' | 'filters' | 'items'
> {
  /** Of the streams that the objects are. */
  readonly category: string;
  /** What is listed, as the end of a sentence. */
  readonly of: string;
  readonly schema: TSchema;
}

/** Two routes on the rows of a table that has one for each object: the list, and each by its id. */
export function objects<R extends StreamRow>(definition: ObjectsDefinition<R>): ReadRoute[] {
  const { path, category, projection, table, schema, of } = definition;
  const items: ListDefinition<R>['items'] = async (rows, reading) => {
    const shown = await definition.items(rows, reading);
    return rows.map(({ stream, revision }, index) => ({
      id: stream.slice(category.length + 1),
      revision,
      ...shown[index],
    }));
  };
  return [
    list<R>({
      path,
      projection,
      table,
      schema,
      filters: definition.filters,
      summary: `All ${of}`,
      orders: { begun: ['begun'] },
      items,
    }),
    {
      path: `${path}/:id`,
      projection,
      schema,
      kind: 'object',
      summary: `One of the ${of}`,
      filters: {},
      scope: ({ id = '' }) => ({ streams: [`${category}-${id}`] }),
      shows: { category, ask: (id) => ({ path: { id }, query: {} }) },
      answer: async (reading, { path: { id = '' } }) => {
        const row = await reading.row<R>(table, 'stream', `${category}-${id}`);
        if (!row) throw new NotFound(`${category}.unknown`);
        return (await items([row], reading))[0] as Record<string, unknown>;
      },
    },
  ];
}
