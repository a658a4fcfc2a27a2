import type { TSchema } from '@sinclair/typebox';
import { stringify, type Options } from 'csv-stringify/sync';
import type { ReadRoute } from './read-route.js';

type ListOf = Pick<ReadRoute, 'schema' | 'sums'>;

/** Columns of every list of objects, before those of its own. */
const OF_OBJECTS = ['id', 'revision'];

/** RFC 4180, but for cells that a spreadsheet would run: they begin with `'`. */
const OPTIONS: Options = {
  record_delimiter: 'windows',
  // A lone \r or \n ends a line for many readers: a cell with one of them is quoted too.
  quote_record_delimiter: true,
  escape_formulas: true,
  cast: { boolean: String, object: (value) => JSON.stringify(value) },
};

/** Writes items as the lines of a CSV file, the header before the first. What is null is an empty cell. */
export function csv(list: ListOf): (items: readonly object[], isFirst: boolean) => string {
  const columns = columnsOf(list).map((key) => ({ key }));
  return (items, header) => stringify([...items], { ...OPTIONS, columns, header });
}

/**
 * A column for each field of an item, in the schema's order, `id` and `revision` first. A field that is an object has one
 * for each field of its own (`advice.by`); what lies deeper, and lists, are JSON in their cell.
 */
function columnsOf({ schema, sums }: ListOf): string[] {
  const fields = fieldsOf(schema).flatMap(([name, field]) => {
    const inner = fieldsOf(field);
    return inner.length === 0 ? [name] : inner.map(([of]) => `${name}.${of}`);
  });
  return [...new Set([...(sums ? [] : OF_OBJECTS), ...fields])];
}

/** Of an object that may be null too; none where the fields are not known, or it is no object. */
function fieldsOf(schema: TSchema): [string, TSchema][] {
  const { properties, anyOf = [] } = schema as { properties?: Record<string, TSchema>; anyOf?: TSchema[] };
  return properties ? Object.entries(properties) : anyOf.flatMap(fieldsOf);
}
