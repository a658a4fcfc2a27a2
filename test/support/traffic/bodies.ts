import fc from 'fast-check';
import { isConsistent } from '../../../src/vocabulary/consistency.js';
import { fieldsOf, type BodyClass, type FieldSchema } from './fields.js';
import { ADDRESSES, COUNTRIES, DATES, IDS, LATEST, SHA256, STREAMS, TEXTS, USERS } from './pools.js';

export type Body = Readonly<Record<string, unknown>>;

const MOST_ITEMS = 2;
/** The narrowest first: a date is a user's id, too. */
const POOLS: readonly (readonly string[])[] = [COUNTRIES, SHA256, USERS, DATES];

/** Mostly the first, so that what is spoken of is mostly there. */
const SOME_IDS = [IDS[0], IDS[0], IDS[0], ...IDS, LATEST];

/** Bodies as the documentation describes them, whose fields agree with each other. */
export function bodiesOf(body: BodyClass): fc.Arbitrary<Body> {
  const fields = fieldsOf(body).map(({ name, required, schema }) => {
    const values = valuesOf(schema);
    return [name, required ? values : fc.option(values, { nil: undefined, freq: 2 })] as const;
  });
  return fc
    .record(Object.fromEntries(fields))
    .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)))
    .filter((drawn) => agrees(Object.assign(new body(), drawn)));
}

function agrees(instance: object): boolean {
  return !isConsistent(instance) || instance.inconsistencies().length === 0;
}

function valuesOf(schema: FieldSchema): fc.Arbitrary<unknown> {
  const { type, isArray, items, minItems = 0, minimum = 0 } = schema;
  if (typeof type === 'function')
    return isArray ? fc.array(bodiesOf(type()), { maxLength: MOST_ITEMS }) : bodiesOf(type());
  switch (type) {
    case 'array':
      return fc.uniqueArray(valuesOf(items ?? {}), { minLength: minItems, maxLength: MOST_ITEMS });
    case 'string':
      return fc.constantFrom(...textsOf(schema));
    case 'integer':
      return fc.integer({ min: minimum, max: minimum + 2 });
    case 'boolean':
      return fc.boolean();
    default:
      throw new Error(`nothing to draw for a field like ${JSON.stringify(schema)}`);
  }
}

function textsOf({ enum: values, format, pattern, maxLength }: FieldSchema): readonly string[] {
  if (values) return values;
  if (format === 'uuid') return SOME_IDS;
  if (format === 'uri') return ADDRESSES;
  if (pattern !== undefined) {
    const expression = new RegExp(pattern);
    const pool = POOLS.find((texts) => texts.every((text) => expression.test(text)));
    if (!pool) throw new Error(`nothing to draw that matches ${pattern}`);
    return pool;
  }
  // What has no bound is the name of a stream.
  return maxLength === undefined ? STREAMS : TEXTS;
}
