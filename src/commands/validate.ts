import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import type { AnyAsked } from '../event-sourcing/decider.js';
import type { Entry } from '../event-sourcing/event.js';
import { isPartialDate, startOf } from '../event-sourcing/occurred-on.js';
import { isConsistent, type FieldError } from '../vocabulary/consistency.js';
import { rememberDeclarations } from './remembered-metadata.js';
import { inRest, partsOf, type Part } from './body-parts.js';
import { InvalidFields, MAX_ERRORS, problemOf, takeOutWhatNoBodyHolds, type JsonObject } from './json.js';

/** Places on earth whose day is the furthest ahead are 14 hours ahead of UTC. */
const FURTHEST_AHEAD_MS = 14 * 60 * 60 * 1000;
/** Unknown fields are errors; what was sent is not carried along with them. */
const HOW = { whitelist: true, forbidNonWhitelisted: true, validationError: { target: false, value: false } };
/** A property of a list, by its index. */
const INDEX = /^\d+$/;

rememberDeclarations();

/** A command's body, found well-formed: its own fields apart from the entry's, and the id that was chosen, if any. */
export interface WellFormed {
  readonly id?: string;
  readonly asked: Omit<AnyAsked, 'actorId'>;
}

/**
 * Judges a body by the class that describes it.
 *
 * @param now milliseconds since 1970 (UTC): an entry may not lie in the future, wherever on earth it is made
 * @throws InvalidFields with every error at once
 */
export function validateCommand(type: string, bodyClass: new () => object, body: unknown, now: number): WellFormed {
  const fields = objectOf(body);
  const errors = takeOutWhatNoBodyHolds(fields);
  errors.push(...future(fields['occurredOn'], now));
  for (const part of partsOf(fields)) {
    if (errors.length > MAX_ERRORS) break;
    errors.push(...problemsOf(part, bodyClass));
  }
  if (errors.length > 0) throw new InvalidFields(firstOfEachField(errors));
  return separate(type, fields);
}

function problemsOf({ fields, rest }: Part, bodyClass: new () => object): FieldError[] {
  const instance = plainToInstance(bodyClass, fields);
  const errors = [
    ...validateSync(instance, HOW).flatMap((error) => flatten(error, '')),
    ...inconsistenciesWithin(instance, ''),
  ];
  return rest === undefined ? errors : errors.flatMap((error) => inRest(error, rest));
}

/** The fields that a body may have. */
export function declaredFields(bodyClass: new () => object): ReadonlySet<string> {
  const declared = getMetadataStorage().getTargetValidationMetadatas(bodyClass, '', false, false);
  return new Set(declared.map(({ propertyName }) => propertyName));
}

function objectOf(body: unknown): JsonObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InvalidFields([{ field: '', message: 'must be a JSON object' }]);
  const problem = problemOf(body, 1);
  if (problem !== undefined) throw new InvalidFields([{ field: '', message: problem }]);
  return body as JsonObject;
}

function flatten(error: ValidationError, within: string): FieldError[] {
  const field = pathTo(within, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
    field,
    message: constraint === 'whitelistValidation' ? 'is not a field' : message,
  }));
  const problem = own.find(({ message }) => message !== '');
  if (own.length > 0 && problem) return [problem];
  return (error.children ?? []).flatMap((child) => flatten(child, field));
}

function pathTo(within: string, property: string): string {
  if (INDEX.test(property)) return `${within}[${property}]`;
  return within === '' ? property : `${within}.${property}`;
}

function inconsistenciesWithin(value: unknown, path: string): FieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = isConsistent(value)
    ? value
        .inconsistencies()
        .map(({ field, message }) => ({ field: field === '' ? path : pathTo(path, field), message }))
    : [];
  const within = Object.entries(value).flatMap(([key, inner]) => inconsistenciesWithin(inner, pathTo(path, key)));
  return [...own, ...within];
}

function future(occurredOn: unknown, now: number): FieldError[] {
  if (!isPartialDate(occurredOn)) return [];
  const today = new Date(now + FURTHEST_AHEAD_MS).toISOString().slice(0, 10);
  return startOf(occurredOn) > today ? [{ field: 'occurredOn', message: 'must not lie in the future' }] : [];
}

function firstOfEachField(errors: readonly FieldError[]): FieldError[] {
  return [...new Map(errors.toReversed().map((error) => [error.field, error])).values()].toReversed();
}

function separate(type: string, fields: JsonObject): WellFormed {
  const { occurredOn, sources, visibility = 'members', reason, id, ...data } = fields;
  const entry = {
    occurredOn,
    ...(sources === undefined ? {} : { sources }),
    visibility,
    ...(reason === undefined ? {} : { reason }),
  } as Entry;
  return { ...(id === undefined ? {} : { id: id as string }), asked: { type, data, entry } };
}
