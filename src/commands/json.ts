import { isUtf8 } from 'node:buffer';
import { LIST_LENGTH } from '../vocabulary/fields.js';
import type { FieldError } from '../vocabulary/consistency.js';

/** Levels of nesting that a body may have; the body itself is the first. */
export const MAX_DEPTH = 32;
/** A text with more of them is refused unread: to build what is so deep takes longer than all else that a body can bring. */
const MAX_DEPTH_READ = 10_000;
/** Fields that an object may have before its fields are looked at. */
const MAX_FIELDS = 200;
/** Errors that are told one by one; a body made of nothing but errors has more than anybody reads. */
export const MAX_ERRORS = 500;
const TOO_DEEP = `must not be nested more than ${String(MAX_DEPTH)} levels deep`;
const [QUOTE, BACKSLASH, OPENS_LIST, CLOSES_LIST, OPENS_OBJECT, CLOSES_OBJECT] = Buffer.from('"\\[]{}');
const NEVER_FIELDS = new Set(['__proto__', 'constructor', 'prototype']);

export type JsonObject = Record<string, unknown>;

/** The text is not JSON, or not UTF-8. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
}

/** Fields are missing, unknown or malformed: all of them. */
export class InvalidFields extends Error {
  override readonly name = 'InvalidFields';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('some fields are missing, unknown or malformed');
    const more = errors.length - MAX_ERRORS;
    this.errors =
      more > 0 ? [...errors.slice(0, MAX_ERRORS), { field: '', message: `and ${String(more)} more errors` }] : errors;
  }
}

/** The one parser for bodies and imports. @throws NotJson · InvalidFields for nesting without measure */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new NotJson('not UTF-8');
  if (isDeeperThan(MAX_DEPTH_READ, bytes)) throw new InvalidFields([{ field: '', message: TOO_DEEP }]);
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new NotJson('not JSON');
  }
}

/** Whether a text opens more objects and lists within each other than that. */
function isDeeperThan(levels: number, text: Buffer): boolean {
  let level = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const byte = text[index];
    if (byte === QUOTE) isInString = !isInString;
    else if (isInString) index += byte === BACKSLASH ? 1 : 0;
    else if (byte === OPENS_LIST || byte === OPENS_OBJECT) level++;
    else if (byte === CLOSES_LIST || byte === CLOSES_OBJECT) level--;
    if (level > levels) return true;
  }
  return false;
}

/**
 * Finds what no body may hold, whatever its fields: nulls, unpaired surrogates, names that reach into prototypes, lists
 * and nesting without measure. Takes what it finds out of the value, so that nothing after it has to look at it.
 */
export function takeOutWhatNoBodyHolds(body: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  inspectObject(body, '', 1, errors);
  return errors;
}

function inspectObject(object: JsonObject, path: string, depth: number, errors: FieldError[]): void {
  for (const key of Object.keys(object)) {
    const field = path === '' ? key : `${path}.${key}`;
    const problem = NEVER_FIELDS.has(key) || !key.isWellFormed() ? 'is not a field' : problemOf(object[key], depth + 1);
    if (problem === undefined) {
      inspectWithin(object[key], field, depth + 1, errors);
      continue;
    }
    errors.push({ field: field.toWellFormed(), message: problem });
    Reflect.deleteProperty(object, key);
  }
}

function inspectWithin(value: unknown, path: string, depth: number, errors: FieldError[]): void {
  if (Array.isArray(value)) inspectList(value, path, depth, errors);
  else if (typeof value === 'object' && value !== null) inspectObject(value as JsonObject, path, depth, errors);
}

function inspectList(list: unknown[], path: string, depth: number, errors: FieldError[]): void {
  for (const [index, item] of list.entries()) {
    const problem = problemOf(item, depth + 1);
    const field = `${path}[${String(index)}]`;
    if (problem === undefined) {
      inspectWithin(item, field, depth + 1, errors);
      continue;
    }
    errors.push({ field, message: problem });
    list[index] = undefined;
  }
}

/** What no value may be, at a level of nesting (the body's is the first), as the end of a sentence. */
export function problemOf(value: unknown, depth: number): string | undefined {
  if (value === null) return 'must not be null; leave out what is not known';
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'must not contain unpaired surrogates';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'must be a number that JSON can hold';
  if (typeof value !== 'object') return undefined;
  if (depth > MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value))
    return value.length > LIST_LENGTH ? `must have at most ${String(LIST_LENGTH)} items` : undefined;
  return Object.keys(value).length > MAX_FIELDS ? `must have at most ${String(MAX_FIELDS)} fields` : undefined;
}
