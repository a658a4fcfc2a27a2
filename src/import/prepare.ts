import { isUuid } from '../commands/declarations.js';
import { InvalidFields, type JsonObject } from '../commands/json.js';
import { validateCommand } from '../commands/validate.js';
import type { Aggregate } from '../event-sourcing/decider.js';
import type { StreamName } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { identify, type IdentifiedSubmission } from '../event-sourcing/submission.js';
import type { FieldError } from '../vocabulary/consistency.js';
import { handlesIn, handlesOf, isReference, namedIn, resolveHandles, type HandleMeanings } from './handles.js';
import type { ImportLine, LineError } from './import-line.js';
import { categoriesOf, handleOf, partsOf, targetOf, type Target } from './targets.js';

/** A line ready to be decided, and how it hangs together with others. */
export interface PreparedLine {
  readonly line: ImportLine;
  /** What it is done to: lines with the same are done to the same object. */
  readonly place: string;
  /** Whether it makes that object. */
  readonly creates: boolean;
  /** Ids that its fields, or its key, name beside that. */
  readonly names: ReadonlySet<string>;
  /** Those among them that may be parts of the object. */
  readonly parts: ReadonlySet<string>;
  readonly stream?: StreamName;
  /** Absent where the line is not well-formed. */
  readonly submission?: IdentifiedSubmission;
  readonly errors: readonly LineError[];
}

export interface PrepareOptions {
  readonly aggregates: readonly Aggregate[];
  readonly store: EventStore;
  readonly namespace: string;
  readonly actorId: string;
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
}

/** Makes commands of lines: handles resolved, bodies judged as the API judges them. */
export async function prepareLines(lines: readonly ImportLine[], options: PrepareOptions): Promise<PreparedLine[]> {
  const idOf = handlesOf(options.namespace);
  const categories = await categoriesOf(lines, options.aggregates, idOf, options.store);
  const objects = new Set(lines.flatMap(({ on }) => handleOf(on) ?? []));
  const parts = lines.flatMap(({ fields }) => [...handlesIn(fields)].filter(({ field }) => isReference(field)));
  const known = new Set([...objects, ...parts.map(({ handle }) => handle)]);
  const repeatedKeys = keysWithOtherContent(lines);
  return lines.map((line) => {
    const prepared = prepare(line, { idOf, known, categories, objects }, options);
    const repeated = repeatedKeys.get(line);
    return repeated ? withErrors(prepared, [repeated]) : prepared;
  });
}

function prepare(line: ImportLine, meanings: HandleMeanings, options: PrepareOptions): PreparedLine {
  const target = targetOf(line, options.aggregates, meanings.idOf, meanings.categories);
  const { fields, problems } = resolveHandles(line.fields, meanings);
  const hasTarget = 'aggregate' in target;
  const ties = tiesOf(line, hasTarget ? target : undefined, fields, meanings.idOf);
  const errors = [...line.errors, ...problems.map((problem) => ({ line: line.number, ...problem }))];
  if (line.command === undefined || line.on === undefined || isFieldless(line)) return { line, ...ties, errors };
  if (!hasTarget) return { line, ...ties, errors: [...errors, { line: line.number, ...target }] };
  const body = bodyOf(line, target, fields);
  const judged = submissionOf(line, target, body, options);
  if (Array.isArray(judged)) return { line, ...ties, errors: [...errors, ...judged] };
  return errors.length > 0 ? { line, ...ties, errors } : { line, ...ties, submission: judged, errors };
}

/** What should be the command's fields is no object: nothing more can be said of them. */
function isFieldless({ errors }: ImportLine): boolean {
  return errors.some(({ field }) => field === 'fields');
}

function tiesOf(
  line: ImportLine,
  target: Target | undefined,
  fields: JsonObject,
  idOf: (handle: string) => string,
): Pick<PreparedLine, 'place' | 'creates' | 'names' | 'parts' | 'stream'> {
  const key = line.on === undefined ? [`line ${String(line.number)}`] : partsOf(line.on, idOf);
  const { ids, parts } = namedIn(fields);
  const [id = ''] = key;
  // An id alone tells the object, whatever command is done to it; a natural key does so only within its kind.
  const place = key.length === 1 && isUuid(id) ? id : (target?.stream ?? key.join('/'));
  const names = new Set([...ids, ...key.filter(isUuid)]);
  names.delete(place);
  parts.delete(place);
  return {
    place,
    creates: target !== undefined && target.command.verb === undefined,
    names,
    parts,
    ...(target ? { stream: target.stream } : {}),
  };
}

/** The body that the API would be sent. */
function bodyOf({ entry }: ImportLine, { aggregate, command, stream }: Target, fields: JsonObject): JsonObject {
  const id = command.verb === undefined ? { id: stream.slice(aggregate.decider.category.length + 1) } : {};
  return { ...fields, ...entry, ...id };
}

function submissionOf(
  line: ImportLine,
  { aggregate, command, stream }: Target,
  body: JsonObject,
  { namespace, actorId, now }: PrepareOptions,
): IdentifiedSubmission | LineError[] {
  try {
    const { asked } = validateCommand(line.command ?? '', command.body, body, now);
    return identify({
      aggregate,
      target: stream,
      asked: { ...asked, actorId },
      body,
      idempotencyKey: line.key ?? '',
      keyScope: `import:${namespace}`,
    });
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    return error.errors.map((problem) => ({ line: line.number, ...inLine(problem) }));
  }
}

const OF_THE_ENTRY = /^(occurredOn|sources|visibility|reason)(?=$|[.[])/;

/** A body's field where the line has it. */
function inLine({ field, message }: FieldError): FieldError {
  if (OF_THE_ENTRY.test(field)) return { field, message };
  return { field: field === '' ? 'fields' : `fields.${field}`, message };
}

/** Lines whose key stood before them in the file, with other content. */
function keysWithOtherContent(lines: readonly ImportLine[]): Map<ImportLine, LineError> {
  const first = new Map<string, ImportLine>();
  const repeated = new Map<ImportLine, LineError>();
  for (const line of lines) {
    if (line.key === undefined) continue;
    const before = first.get(line.key);
    if (!before) first.set(line.key, line);
    else if (before.content !== line.content)
      repeated.set(line, {
        line: line.number,
        field: 'key',
        message: `is that of line ${String(before.number)}, which says something else`,
        code: 'idempotency.key-reused',
      });
  }
  return repeated;
}

function withErrors({ submission: _, ...prepared }: PreparedLine, errors: readonly LineError[]): PreparedLine {
  return { ...prepared, errors: [...prepared.errors, ...errors] };
}
