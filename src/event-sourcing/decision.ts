import type { Codec } from './codec.js';
import type { DomainEvent, Happened, Metadata, NewEvent, Revision } from './event.js';
import { MAX_APPEND_BYTES } from './event-store.js';
import { digestOf, eventIdOf } from './ids.js';
import type { LoadedStream } from './loaded-stream.js';
import type { SeenOthers } from './other-streams.js';
import { NoSuchObject, Refusal } from './refusal.js';
import { drawSalt } from './salt.js';
import { PreconditionFailed, type IdentifiedSubmission } from './submission.js';

/** What became of one command, before anything is appended. */
export type Decision =
  | { readonly kind: 'write'; readonly events: readonly NewEvent[]; readonly revision: Revision }
  | { readonly kind: 'unchanged'; readonly revision: Revision }
  | { readonly kind: 'repeated'; readonly firstRevision: Revision }
  | { readonly kind: 'refused'; readonly error: Error };

/** A command's events are few; a repeated command is read back within this many. */
export const MAX_EVENTS_OF_A_COMMAND = 32;

/** Upper bound of an entry's bytes beside the body: metadata's ids, digests and names. */
const BYTES_BESIDE_THE_BODY = 2_000;
/** A UTF-16 unit is at most three bytes of UTF-8. */
const BYTES_OF_A_UNIT = 3;

/** What decisions of one batch share. */
export interface Circumstances {
  readonly codec: Codec;
  readonly recordedAt: string;
}

/**
 * Decides commands on one stream one after another, each on the state that its predecessor left.
 *
 * Stops before the first command whose events would not fit into the same append; `loaded` has then taken in the events
 * of all that were decided.
 */
export function decideInTurn(
  submissions: readonly IdentifiedSubmission[],
  loaded: LoadedStream,
  seen: readonly SeenOthers[],
  circumstances: Circumstances,
): Decision[] {
  const decisions: Decision[] = [];
  let bytes = 0;
  for (const [index, submission] of submissions.entries()) {
    bytes += submission.canonicalBody.length * BYTES_OF_A_UNIT + BYTES_BESIDE_THE_BODY;
    if (index > 0 && bytes > MAX_APPEND_BYTES) break;
    decisions.push(decide(submission, loaded, seen[index] ?? NOTHING_SEEN, circumstances));
  }
  return decisions;
}

const NOTHING_SEEN: SeenOthers = { others: {}, decidedOn: [] };

function decide(
  submission: IdentifiedSubmission,
  loaded: LoadedStream,
  seen: SeenOthers,
  circumstances: Circumstances,
): Decision {
  const firstRevision = loaded.firstRevisionOf(submission.commandId);
  if (firstRevision !== undefined) return { kind: 'repeated', firstRevision };
  try {
    refuseOtherRevision(submission, loaded);
    refuseWrongBeginning(submission, loaded);
    const { decider } = submission.aggregate;
    const { asked, stream } = submission;
    const emitted = decider.decide(asked, loaded.state, seen.others) as DomainEvent[];
    if (emitted.length === 0) return { kind: 'unchanged', revision: loaded.nextRevision - 1n };
    const campaignId = decider.campaignOf(stream, asked, loaded.state, seen.others);
    const events = newEvents(emitted, submission, { ...circumstances, campaignId, seen });
    for (const [index, event] of events.entries()) foldNew(loaded, emitted[index] as DomainEvent, event, submission);
    return { kind: 'write', events, revision: loaded.nextRevision - 1n };
  } catch (error) {
    if (error instanceof Refusal || error instanceof PreconditionFailed) return { kind: 'refused', error };
    throw error;
  }
}

export function refuseOtherRevision({ ifMatch }: IdentifiedSubmission, { revision }: LoadedStream): void {
  if (ifMatch === undefined) return;
  const matches = ifMatch === 'exists' ? revision !== 'none' : revision === ifMatch;
  if (!matches) throw new PreconditionFailed(revision);
}

function refuseWrongBeginning(
  { aggregate, asked }: IdentifiedSubmission,
  { revision, isRetracted }: LoadedStream,
): void {
  const { category, creates } = aggregate.decider;
  if (creates === 'any') return;
  const isCreation = creates.includes(asked.type);
  if (isCreation && revision !== 'none')
    throw new Refusal(`${category}.exists`, 'The id is in use already; choose another, or leave it out.');
  if (!isCreation && revision === 'none') throw new NoSuchObject(category);
  if (isRetracted) throw new Refusal(`${category}.retracted`, 'The entry that created the object was retracted.');
}

/** The events of one command as they are to be stored. */
export function newEvents(
  emitted: readonly DomainEvent[],
  submission: IdentifiedSubmission,
  given: Circumstances & { campaignId: string | undefined; seen: SeenOthers },
): NewEvent[] {
  if (emitted.length > MAX_EVENTS_OF_A_COMMAND) throw new RangeError('a command emits too many events');
  const { commandId, aggregate } = submission;
  const { category } = aggregate.decider;
  const salts = emitted.map(drawSalt);
  const shared = sharedMetadata(submission, salts[0] ?? '', given);
  return emitted.map((event, index) => ({
    id: eventIdOf(commandId, index),
    type: given.codec.storedType(category, event.type),
    data: event.data,
    metadata: { ...shared, salt: salts[index] ?? '' },
  }));
}

/** What the events of one command have in common. */
function sharedMetadata(
  { asked, canonicalBody, commandId, correlationId = commandId, tokenId, causationId }: IdentifiedSubmission,
  salt: string,
  { recordedAt, campaignId, seen }: Circumstances & { campaignId: string | undefined; seen: SeenOthers },
): Omit<Metadata, 'salt'> {
  const metadata: Mutable<Omit<Metadata, 'salt'>> = {
    ...asked.entry,
    recordedAt,
    actorId: asked.actorId,
    commandId,
    commandDigest: digestOf(canonicalBody, salt),
    correlationId,
  };
  if (tokenId !== undefined) metadata.tokenId = tokenId;
  if (causationId !== undefined) metadata.causationId = causationId;
  if (campaignId !== undefined) metadata.campaignId = campaignId;
  if (seen.decidedOn.length > 0) metadata.decidedOn = seen.decidedOn;
  return metadata;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** What was emitted is folded as it will be read back: the next command of the batch is decided on it. */
function foldNew(loaded: LoadedStream, emitted: DomainEvent, stored: NewEvent, submission: IdentifiedSubmission): void {
  const { campaignId } = stored.metadata;
  const event: Happened<DomainEvent> = {
    id: stored.id,
    revision: loaded.nextRevision,
    type: emitted.type,
    data: emitted.data,
    entry: submission.asked.entry,
    ...(campaignId === undefined ? {} : { campaignId }),
  };
  loaded.fold(event, submission.commandId, submission.canonicalBody.length);
}
