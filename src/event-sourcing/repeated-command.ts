import type { RecordedEvent, Revision } from './event.js';
import type { EventStore } from './event-store.js';
import { MAX_EVENTS_OF_A_COMMAND } from './decision.js';
import { digestOf } from './ids.js';
import { IdempotencyKeyReused, type IdentifiedSubmission } from './submission.js';

/** What a command wrote when it was first sent. */
export interface FirstOutcome {
  readonly revision: Revision;
  readonly eventIds: readonly string[];
}

/**
 * Reads back what a command wrote.
 *
 * @throws IdempotencyKeyReused when it was sent with another body then
 */
export async function firstOutcome(
  store: EventStore,
  submission: IdentifiedSubmission,
  firstRevision: Revision,
): Promise<FirstOutcome> {
  const events: RecordedEvent[] = [];
  const range = { after: firstRevision - 1n, upTo: firstRevision + BigInt(MAX_EVENTS_OF_A_COMMAND - 1) };
  for await (const event of store.readStream(submission.stream, range))
    if (event.metadata.commandId === submission.commandId) events.push(event);
  const [first] = events;
  if (!first) throw new Error('a command that was written cannot be read back');
  if (digestOf(submission.canonicalBody, first.metadata.salt) !== first.metadata.commandDigest)
    throw new IdempotencyKeyReused('the key was used before, with another body');
  return { revision: events.at(-1)?.revision ?? firstRevision, eventIds: events.map(({ id }) => id) };
}
