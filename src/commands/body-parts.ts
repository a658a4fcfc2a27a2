import type { FieldError } from '../vocabulary/consistency.js';
import type { JsonObject } from './json.js';

/** Items of a list that are judged at once. */
const ITEMS_OF_A_PART = 40;

/** A part of a body that can be judged by itself. */
export interface Part {
  readonly fields: JsonObject;
  /** Where the part is but more items of a list: which, and how many are before them. */
  readonly rest?: { readonly field: string; readonly before: number };
}

/**
 * A body in parts: all of it with the first items of its lists, then the further items of each list. Once there are more
 * errors than anybody reads, the rest need not be judged: a body of many bad objects takes no longer to refuse.
 */
export function* partsOf(body: JsonObject): Generator<Part> {
  const long = Object.entries(body).filter(isLongList);
  const cut = long.map(([field, list]) => [field, list.slice(0, ITEMS_OF_A_PART)]);
  yield { fields: long.length === 0 ? body : { ...body, ...(Object.fromEntries(cut) as JsonObject) } };
  for (const [field, list] of long)
    for (let before = ITEMS_OF_A_PART; before < list.length; before += ITEMS_OF_A_PART)
      yield { fields: { [field]: list.slice(before, before + ITEMS_OF_A_PART) }, rest: { field, before } };
}

function isLongList(entry: [string, unknown]): entry is [string, unknown[]] {
  const [, list] = entry;
  return Array.isArray(list) && list.length > ITEMS_OF_A_PART && list.some((item) => typeof item === 'object');
}

/** An error of a part under its place in the whole list; none where it speaks of what that part leaves out. */
export function inRest(error: FieldError, { field, before }: NonNullable<Part['rest']>): FieldError[] {
  const start = `${field}[`;
  if (!error.field.startsWith(start)) return [];
  const end = error.field.indexOf(']');
  const index = Number(error.field.slice(start.length, end)) + before;
  return [{ ...error, field: `${start}${String(index)}${error.field.slice(end)}` }];
}
