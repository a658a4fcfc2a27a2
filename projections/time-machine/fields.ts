import { isDeepStrictEqual } from 'node:util';

/** What every answer carries beside what it shows. */
const CARRIED = new Set(['id', 'revision', 'position', 'asOf']);

/** The values that an item shows, by field: `decision.late` for what is within an object; lists are values. */
export type Fields = ReadonlyMap<string, unknown>;

/** What is unknown is left out. */
export function fieldsOf(item: object | undefined): Fields {
  const fields = new Map<string, unknown>();
  if (item) collect(item, '', fields);
  return fields;
}

function collect(value: object, within: string, fields: Map<string, unknown>): void {
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (inner === null || inner === undefined || (within === '' && CARRIED.has(name))) continue;
    const field = within === '' ? name : `${within}.${name}`;
    if (typeof inner === 'object' && !Array.isArray(inner)) collect(inner, field, fields);
    else fields.set(field, inner);
  }
}

/** The fields that differ, in the order of the later. */
export function differing(before: Fields, after: Fields): string[] {
  const names = new Set([...after.keys(), ...before.keys()]);
  return [...names].filter((field) => !isDeepStrictEqual(before.get(field), after.get(field)));
}
