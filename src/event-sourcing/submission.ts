import type { Aggregate, AnyAsked } from './decider.js';
import type { Position, Revision, StreamName } from './event.js';
import { canonicalJson, commandIdOf, createdIdOf } from './ids.js';
import { streamName } from './event.js';

/** What a caller hands over: one command, well-formed, and the circumstances in which it was sent. */
export interface Submission {
  readonly aggregate: Aggregate;
  /** The object, or `chosen-by-server` on a creation without an id. */
  readonly target: StreamName | 'chosen-by-server';
  readonly asked: AnyAsked;
  /** The body as it was sent, before defaults. */
  readonly body: unknown;
  readonly idempotencyKey: string;
  /** What the key belongs to beside the actor and the command: the target unless given. */
  readonly keyTarget?: string;
  /** Whom the key belongs to: the actor unless given. */
  readonly keyScope?: string;
  readonly tokenId?: string;
  /** Decide only at this revision; `exists` at any. */
  readonly ifMatch?: Revision | 'exists';
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** What was done: nothing was where `eventIds` is empty. */
export interface Receipt {
  readonly id: string;
  readonly stream: StreamName;
  readonly revision: Revision;
  /** A reader that has reached it sees the command. */
  readonly position: Position;
  readonly eventIds: readonly string[];
}

/** `If-Match` named another revision; nothing was written. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  constructor(readonly revision: Revision | 'none') {
    super('the object is at another revision');
  }
}

/** The key was used for the same command on the same object with another body; nothing was written. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
}

/** A race with other processes was lost as often as it is tried; nothing was written. */
export class RaceLost extends Error {
  override readonly name = 'RaceLost';
}

/** A submission with the ids that follow from it. */
export interface IdentifiedSubmission extends Submission {
  readonly stream: StreamName;
  readonly commandId: string;
  readonly canonicalBody: string;
}

/** The ids that the same submission has whenever and by whichever process it is run. */
export function identify(submission: Submission): IdentifiedSubmission {
  const { aggregate, asked, target } = submission;
  const { category } = aggregate.decider;
  const commandId = commandIdOf({
    scope: submission.keyScope ?? asked.actorId,
    command: asked.type,
    target: submission.keyTarget ?? (target === 'chosen-by-server' ? aggregate.key.path : target),
    idempotencyKey: submission.idempotencyKey,
  });
  const stream = target === 'chosen-by-server' ? streamName(category, createdIdOf(commandId)) : target;
  return { ...submission, stream, commandId, canonicalBody: canonicalJson(submission.body) };
}
