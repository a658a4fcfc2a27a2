import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateNested, type ValidationArguments } from 'class-validator';
import { isPartialDate } from '../event-sourcing/occurred-on.js';
import { isCountry } from './countries.js';

/** Characters that a title or name may have. */
export const TITLE_LENGTH = 300;
/** Characters that any other text may have. */
export const TEXT_LENGTH = 20_000;
/** Items that a list may have. */
export const LIST_LENGTH = 200;

/** Says what is wrong with a value, as the end of a sentence that begins with the field's name. */
type Problem = (value: unknown) => string | undefined;

interface FieldOptions {
  readonly optional?: boolean;
  readonly description?: string;
}

type FieldSchema = Record<string, unknown>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const USER_ID = /^[a-z0-9-]{1,40}$/;
const SHA256 = /^[0-9a-f]{64}$/;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for; line breaks are welcome
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** One property, one constraint: required unless said otherwise; a subclass that declares it anew replaces it. */
function field(problem: Problem, schema: FieldSchema, options: FieldOptions): PropertyDecorator {
  const { optional = false, description } = options;
  const judge: Problem = (value) => (value === undefined ? (optional ? undefined : 'is required') : problem(value));
  return applyDecorators(
    ApiProperty({ ...schema, required: !optional, ...(description ? { description } : {}) }),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value: unknown) => judge(value) === undefined,
        defaultMessage: (args?: ValidationArguments) => judge(args?.value) ?? '',
      },
    }),
  );
}

/** A title or name: up to 300 characters. */
export function Title(options: FieldOptions = {}): PropertyDecorator {
  return field(text(TITLE_LENGTH), { type: 'string', maxLength: TITLE_LENGTH }, options);
}

/** Any other text: up to 20,000 characters, line breaks welcome. */
export function Text(options: FieldOptions = {}): PropertyDecorator {
  return field(text(TEXT_LENGTH), { type: 'string', maxLength: TEXT_LENGTH }, options);
}

/** A list of titles or names. */
export function Titles(options: FieldOptions = {}): PropertyDecorator {
  return field(list(text(TITLE_LENGTH)), listOf({ type: 'string', maxLength: TITLE_LENGTH }), options);
}

export function OneOf(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return field(oneOf(values), { type: 'string', enum: [...values] }, options);
}

/** A list of different values of an enumeration, at least one. */
export function SomeOf(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const schema = { ...listOf({ type: 'string', enum: [...values] }), minItems: 1, uniqueItems: true };
  return field(list(oneOf(values), { atLeast: 1, distinct: true }), schema, options);
}

/** A country by its ISO 3166-1 alpha-3 code. */
export function Country(options: FieldOptions = {}): PropertyDecorator {
  return field(country, { type: 'string', pattern: '^[A-Z]{3}$', example: 'CHL' }, options);
}

export function Countries(options: FieldOptions = {}): PropertyDecorator {
  return field(list(country, { distinct: true }), listOf({ type: 'string', pattern: '^[A-Z]{3}$' }), options);
}

/** A day, month or year. */
export function CalendarDate(options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'string', pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$', example: '2004-07-12' };
  const problem: Problem = (value) =>
    isPartialDate(value) ? undefined : 'must be a date that exists: YYYY-MM-DD, YYYY-MM or YYYY';
  return field(problem, schema, options);
}

export function Uuid(options: FieldOptions = {}): PropertyDecorator {
  return field(matching(UUID, 'must be a UUID in lower case'), { type: 'string', format: 'uuid' }, options);
}

export function Uuids(options: FieldOptions = {}): PropertyDecorator {
  const problem = list(matching(UUID, 'must be a UUID in lower case'), { distinct: true });
  return field(problem, listOf({ type: 'string', format: 'uuid' }), options);
}

/** A user's opaque id. */
export function UserId(options: FieldOptions = {}): PropertyDecorator {
  return field(userId, { type: 'string', pattern: USER_ID.source }, options);
}

export function UserIds(options: FieldOptions = {}): PropertyDecorator {
  const problem = list(userId, { atLeast: 1, distinct: true });
  return field(problem, { ...listOf({ type: 'string', pattern: USER_ID.source }), minItems: 1 }, options);
}

export function Sha256(options: FieldOptions = {}): PropertyDecorator {
  const problem = matching(SHA256, 'must be a SHA-256 in hexadecimal, lower case');
  return field(problem, { type: 'string', pattern: SHA256.source }, options);
}

/** An address that may be shown as a link: http(s), by WHATWG rules, without user or password. */
export function WebAddress(options: FieldOptions = {}): PropertyDecorator {
  return field(webAddress, { type: 'string', format: 'uri', maxLength: 2_000 }, options);
}

/** A count, an edition, a version: a JSON integer. */
export function WholeNumber(from: number, options: FieldOptions = {}): PropertyDecorator {
  const problem: Problem = (value) =>
    Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= MOST
      ? undefined
      : `must be a whole number from ${String(from)} to ${String(MOST)}`;
  return field(problem, { type: 'integer', minimum: from, maximum: MOST }, options);
}

export function YesOrNo(options: FieldOptions = {}): PropertyDecorator {
  const problem: Problem = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
  return field(problem, { type: 'boolean' }, options);
}

/** An object with fields of its own. */
export function Group(group: () => new () => object, options: FieldOptions = {}): PropertyDecorator {
  const problem: Problem = (value) => (isObject(value) ? undefined : 'must be an object');
  return applyDecorators(field(problem, { type: group }, options), Type(group), ValidateNested());
}

/** A list of objects with fields of their own. */
export function Groups(group: () => new () => object, options: FieldOptions & ListOptions = {}): PropertyDecorator {
  const problem = list((value) => (isObject(value) ? undefined : 'must be a list of objects'), options);
  const schema = { type: group, isArray: true, maxItems: LIST_LENGTH };
  return applyDecorators(field(problem, schema, options), Type(group), ValidateNested({ each: true }));
}

/** Streams that an entry speaks of: `proposal-<id>`. */
export function Regarding(): PropertyDecorator {
  const problem = list(matching(STREAM, 'must name objects as <category>-<id>'), { distinct: true });
  return field(problem, listOf({ type: 'string', example: 'proposal-0b0e…' }), { optional: true });
}

const STREAM = /^[a-z][A-Za-z]*-([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-[A-Z]{3})?|[a-z]+(-[a-z]+)+)$/;
const MOST = 1_000_000_000;

interface ListOptions {
  readonly atLeast?: number;
  readonly distinct?: boolean;
}

function text(most: number): Problem {
  return (value) => {
    if (typeof value !== 'string') return 'must be text';
    if (value.trim() === '') return 'must not be empty; leave out what is not known';
    if (CONTROL.test(value)) return 'must not contain control characters other than line breaks';
    if (value.length > most && [...value].length > most) return `must have at most ${String(most)} characters`;
    return undefined;
  };
}

function oneOf(values: readonly string[]): Problem {
  return (value) => (values.includes(value as string) ? undefined : `must be one of ${values.join(', ')}`);
}

function matching(pattern: RegExp, otherwise: string): Problem {
  return (value) => (typeof value === 'string' && pattern.test(value) ? undefined : otherwise);
}

function list(item: Problem, { atLeast = 0, distinct = false }: ListOptions = {}): Problem {
  return (value) => {
    if (!Array.isArray(value)) return 'must be a list';
    if (value.length > LIST_LENGTH) return `must have at most ${String(LIST_LENGTH)} items`;
    if (value.length < atLeast) return `must have at least ${String(atLeast)} item`;
    const bad = value.map(item).find((problem) => problem !== undefined);
    if (bad !== undefined) return bad;
    return distinct && new Set(value).size < value.length ? 'must not name anything twice' : undefined;
  };
}

function listOf(items: FieldSchema): FieldSchema {
  return { type: 'array', items, maxItems: LIST_LENGTH };
}

function country(value: unknown): string | undefined {
  return isCountry(value) ? undefined : 'must be a country by its ISO 3166-1 alpha-3 code';
}

const userId = matching(USER_ID, "must be a user's id: 1 to 40 of a-z, 0-9 and '-'");

function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2_000 || CONTROL.test(value) || !URL.canParse(value))
    return 'must be a web address of at most 2000 characters';
  const { protocol, username, password } = new URL(value);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must begin with http:// or https://';
  return username || password ? 'must not contain a user or password' : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
