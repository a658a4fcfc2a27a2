import { createHash } from 'node:crypto';
import { InvalidFields, NotJson, parseJson, type JsonObject } from '../commands/json.js';
import { canonicalJson } from '../event-sourcing/ids.js';
import type { RawLine } from './read-lines.js';

/** What is wrong with a line: a field by its path (`fields.country`), or a rule by its code. */
export interface LineError {
  readonly line: number;
  /** '' is the line itself. */
  readonly field: string;
  /** The end of a sentence that begins with the field; a rule's whole sentence. */
  readonly message: string;
  readonly code?: string;
}

/** A line as it was written: as much of it as could be read, and what is wrong with the rest. */
export interface ImportLine {
  readonly number: number;
  readonly key: string | undefined;
  readonly command: string | undefined;
  readonly on: string | undefined;
  /** `occurredOn`, `sources`, `visibility` and `reason`, as far as they were given. */
  readonly entry: JsonObject;
  readonly fields: JsonObject;
  /** The same for lines that say the same. */
  readonly content: string;
  readonly errors: readonly LineError[];
}

/** What an entry says beside its command's fields. */
export const ENTRY_FIELDS = ['occurredOn', 'sources', 'visibility', 'reason'] as const;

const OWN_FIELDS = new Set<string>(['key', 'command', 'on', 'fields', ...ENTRY_FIELDS]);
/** What stands beside `fields`, or follows from `on`. */
const NOT_AMONG_FIELDS: readonly string[] = [...ENTRY_FIELDS, 'id'];
// eslint-disable-next-line no-control-regex -- control characters are what it keeps out
const KEY = /^[^\u0000-\u001f\u007f]{1,255}$/;

/** Reads a line; nothing that is wrong with it is thrown. */
export function parseLine({ number, bytes }: RawLine): ImportLine {
  const unread = (message: string): ImportLine => ({
    ...NOTHING_READ,
    number,
    errors: [{ line: number, field: '', message }],
  });
  if (bytes === 'too-long') return unread('is longer than 256 KiB');
  try {
    const value = parseJson(bytes);
    return isObject(value) ? lineOf(number, value) : unread('is not a JSON object');
  } catch (error) {
    if (error instanceof NotJson) return unread('is not JSON in UTF-8');
    if (error instanceof InvalidFields) return unread(error.errors[0]?.message ?? error.message);
    throw error;
  }
}

const NOTHING_READ = { key: undefined, command: undefined, on: undefined, entry: {}, fields: {}, content: '' };

function lineOf(number: number, value: JsonObject): ImportLine {
  const errors: LineError[] = Object.keys(value)
    .filter((name) => !OWN_FIELDS.has(name))
    .map((name) => ({ line: number, field: name.toWellFormed(), message: 'is not a field' }));
  const take = <T>(field: string, problem: (given: unknown) => string | undefined): T | undefined => {
    const message = problem(value[field]);
    if (message === undefined) return value[field] as T;
    errors.push({ line: number, field, message });
    return undefined;
  };
  const key = take<string>('key', keyProblem);
  const command = take<string>('command', textProblem);
  const on = take<string>('on', textProblem);
  const fields = take<JsonObject | undefined>('fields', fieldsProblem) ?? {};
  for (const name of NOT_AMONG_FIELDS.filter((known) => Object.hasOwn(fields, known)))
    errors.push({ line: number, field: `fields.${name}`, message: misplaced(name) });
  const given = ENTRY_FIELDS.filter((name) => Object.hasOwn(value, name));
  const entry = Object.fromEntries(given.map((name) => [name, value[name]]));
  return { number, key, command, on, entry, fields, content: contentOf(value), errors };
}

function keyProblem(given: unknown): string | undefined {
  if (given === undefined) return 'is required';
  const isKey = typeof given === 'string' && KEY.test(given) && given.trim() !== '' && given.isWellFormed();
  return isKey ? undefined : 'must be text of 1 to 255 characters';
}

function textProblem(given: unknown): string | undefined {
  if (given === undefined) return 'is required';
  return typeof given === 'string' && given !== '' && given.isWellFormed() ? undefined : 'must be text';
}

function fieldsProblem(given: unknown): string | undefined {
  return given === undefined || isObject(given) ? undefined : 'must be an object';
}

function misplaced(name: string): string {
  return name === 'id' ? 'is not a field: `on` names the object' : 'stands beside fields, not among them';
}

function contentOf(value: JsonObject): string {
  return createHash('sha256').update(comparable(value)).digest('base64');
}

/** What has no canonical form (it will be refused for that) is compared as it was written. */
function comparable(value: JsonObject): string {
  try {
    return canonicalJson(value);
  } catch {
    return safeJson(value);
  }
}

function safeJson(value: JsonObject): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
