import type { AnyAsked } from '../event-sourcing/decider.js';
import type { Judge, Saying } from '../event-sourcing/amending.js';
import type { Clock } from '../event-sourcing/clock.js';
import { mergePatch } from '../event-sourcing/merge-patch.js';
import { PatchRefused } from '../event-sourcing/refusal.js';
import { CorrectEntry, RetractEntry } from './amend-entry.commands.js';
import { InvalidFields, takeOutWhatNoBodyHolds, type JsonObject } from './json.js';
import { declaredFields, validateCommand } from './validate.js';

/** Ids, and versions, are what other entries refer to. */
const NEVER_PATCHED = /^(id|version)$|(Id|Version)$/;

/** What amends an entry, as a request asks for it: by the last part of its route. */
export const AMENDING_VERBS = {
  correct: { name: 'CorrectEntry', body: CorrectEntry },
  retract: { name: 'RetractEntry', body: RetractEntry },
} as const;
export type AmendingVerb = keyof typeof AMENDING_VERBS;

/**
 * A well-formed correction or retraction of an event.
 *
 * @param now milliseconds since 1970 (UTC)
 * @throws InvalidFields
 */
export function validateAmendment(
  verb: AmendingVerb,
  eventId: string,
  body: unknown,
  now: number,
): Omit<AnyAsked, 'actorId'> {
  const { name } = AMENDING_VERBS[verb];
  const today = new Date(now).toISOString().slice(0, 10);
  if (!isObject(body)) throw new InvalidFields([{ field: '', message: 'must be a JSON object' }]);
  if (verb === 'retract') {
    const { asked } = validateCommand(name, RetractEntry, { occurredOn: today, ...body }, now);
    return { ...asked, data: { eventId } };
  }
  const { patch, ...fields } = body;
  const problems = patchProblems(patch);
  try {
    const { asked } = validateCommand(name, RetractEntry, { occurredOn: today, ...fields }, now);
    if (problems.length === 0) return { ...asked, data: { eventId, patch } };
  } catch (error) {
    if (error instanceof InvalidFields) throw new InvalidFields([...error.errors, ...problems]);
    throw error;
  }
  throw new InvalidFields(problems);
}

type Problems = InvalidFields['errors'];

function patchProblems(patch: unknown): Problems {
  if (patch === undefined) return [{ field: 'patch', message: 'is required' }];
  if (!isObject(patch)) return [{ field: 'patch', message: 'must be an object' }];
  if (Object.keys(patch).length === 0)
    return [{ field: 'patch', message: 'must not be empty; name the fields that should have been otherwise' }];
  // Nulls are welcome in a patch alone: they clear.
  const withoutNulls = JSON.parse(JSON.stringify(patch), (_, value: unknown) => value ?? false) as JsonObject;
  return within(takeOutWhatNoBodyHolds(withoutNulls));
}

/**
 * Judges corrections by the commands' own bodies.
 *
 * @param clock for dates that may not lie in the future
 */
export function judgeBy(clock: Clock): Judge {
  return ({ name, type }, standing, patch) => {
    const fields = declaredFields(type.body);
    refuseUnpatchable(patch, fields, type.settled);
    const [body, withheld] = bodyOf(standing, fields);
    try {
      const { asked } = validateCommand(name, type.body, structuredClone(mergePatch(body, patch)), clock.now());
      const { campaignId: _, ...data } = asked.data as JsonObject;
      return { data: { ...data, ...withheld }, entry: asked.entry };
    } catch (error) {
      if (error instanceof InvalidFields) throw new PatchRefused(within(error.errors));
      throw error;
    }
  };
}

function refuseUnpatchable(
  patch: Readonly<JsonObject>,
  fields: ReadonlySet<string>,
  settled: readonly string[] = [],
): void {
  const errors = Object.entries(patch).flatMap(([name, value]) => {
    const field = `patch.${name}`;
    if (!fields.has(name)) return [{ field, message: 'is not a field' }];
    if (NEVER_PATCHED.test(name)) return [{ field, message: 'cannot be patched' }];
    if (value === null && settled.includes(name))
      return [{ field, message: 'cannot be cleared; say what it should be' }];
    return [];
  });
  if (errors.length > 0) throw new PatchRefused(errors);
}

/** The body that would tell the entry as it stands, and what of its data no body tells. */
function bodyOf({ data, entry, campaignId }: Saying, fields: ReadonlySet<string>): [JsonObject, JsonObject] {
  const all = Object.entries({ ...data, ...entry, ...(fields.has('campaignId') ? only({ campaignId }) : {}) });
  const isTold = ([field]: [string, unknown]): boolean => fields.has(field);
  return [Object.fromEntries(all.filter(isTold)), Object.fromEntries(all.filter((field) => !isTold(field)))];
}

function within(errors: Problems): Problems {
  return errors.map(({ field, message }) => ({ field: field === '' ? 'patch' : `patch.${field}`, message }));
}

function only(fields: Readonly<JsonObject>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
