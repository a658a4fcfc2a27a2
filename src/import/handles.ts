import { nameBasedUuid } from '../event-sourcing/name-based-uuid.js';
import { MAX_DEPTH, type JsonObject } from '../commands/json.js';
import { DEMARCHE_NAMESPACE } from '../event-sourcing/ids.js';
import { streamName } from '../event-sourcing/event.js';
import type { FieldError } from '../vocabulary/consistency.js';

/** Fields that hold streams (`proposal-<id>`) rather than ids. */
const STREAM_FIELDS = new Set(['regarding', 'madeIn', 'stream']);
const ID_FIELD = /Ids?$/;
const HANDLE = /^@[^\s@/]{1,200}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STREAM = /^[a-zA-Z]+-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(-[A-Z]{3})?$/;

/** `@warsaw-declaration`: stands for one UUID, the same at every import. */
export function isHandle(value: unknown): value is string {
  return typeof value === 'string' && HANDLE.test(value) && value.isWellFormed();
}

/** The UUID of each handle of a namespace: UUIDv5(UUIDv5(ours, namespace), handle without the @). */
export function handlesOf(namespace: string): (handle: string) => string {
  const own = nameBasedUuid(namespace.toWellFormed(), DEMARCHE_NAMESPACE);
  return (handle) => nameBasedUuid(handle.slice(1), own);
}

/** Handles that a value holds as a whole, each with the field that it is in: in a list, the list's. */
export function* handlesIn(value: unknown, field = '', depth = 1): Generator<{ handle: string; field: string }> {
  if (isHandle(value)) yield { handle: value, field };
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) for (const item of value) yield* handlesIn(item, field, depth + 1);
  else for (const [name, inner] of Object.entries(value)) yield* handlesIn(inner, name, depth + 1);
}

/** Whether a handle in this field names something, whatever the rest of the file says. */
export function isReference(field: string): boolean {
  return ID_FIELD.test(field) || STREAM_FIELDS.has(field);
}

/** Whether a handle in this field names a stream. */
export function isStreamField(field: string): boolean {
  return STREAM_FIELDS.has(field);
}

/** What is needed to tell what handles stand for. */
export interface HandleMeanings {
  readonly idOf: (handle: string) => string;
  /** Handles of the file: text that happens to begin with an @ is none. */
  readonly known: ReadonlySet<string>;
  /** The category of the object that a handle names, where that is known. */
  readonly categories: ReadonlyMap<string, string>;
  /** Handles of objects that lines are done to, known or not. */
  readonly objects: ReadonlySet<string>;
}

/** Fields with what their handles stand for. */
export interface ResolvedFields {
  readonly fields: JsonObject;
  readonly problems: readonly FieldError[];
}

/** Puts ids and streams in the place of handles. What is nested beyond measure is left to be refused as it is. */
export function resolveHandles(fields: JsonObject, meanings: HandleMeanings): ResolvedFields {
  const problems: FieldError[] = [];
  const resolve = (value: unknown, field: string, path: string, depth: number): unknown => {
    if (isHandle(value)) return meaningOf(value, field, path);
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
    if (Array.isArray(value))
      return value.map((item, index) => resolve(item, field, `${path}[${String(index)}]`, depth + 1));
    return resolveObject(value as JsonObject, path, depth);
  };
  const resolveObject = (object: JsonObject, path: string, depth: number): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([name, inner]) => [name, resolve(inner, name, `${path}.${name}`, depth + 1)]),
    );
  const meaningOf = (handle: string, field: string, path: string): string => {
    if (!meanings.known.has(handle)) return handle;
    const id = meanings.idOf(handle);
    if (!isStreamField(field)) return id;
    const category = meanings.categories.get(handle);
    if (category === undefined && !meanings.objects.has(handle))
      problems.push({ field: path, message: `names ${handle}, and nothing says what kind of object that is` });
    return streamName(category ?? 'unknown', id);
  };
  return { fields: resolveObject(fields, 'fields', 1), problems };
}

/** What resolved fields name: ids of objects, and those of parts among them, which are never given as streams. */
export function namedIn(fields: JsonObject): { ids: Set<string>; parts: Set<string> } {
  const ids = new Set<string>();
  const parts = new Set<string>();
  const look = (value: unknown, field: string, depth: number): void => {
    if (typeof value === 'string') {
      const id = UUID.test(value) ? value : STREAM.exec(value)?.[1];
      if (id !== undefined) ids.add(id);
      if (id === value && field !== 'campaignId') parts.add(id);
    }
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
    if (Array.isArray(value)) for (const item of value) look(item, field, depth + 1);
    else for (const [name, inner] of Object.entries(value)) look(inner, name, depth + 1);
  };
  look(fields, '', 1);
  return { ids, parts };
}
