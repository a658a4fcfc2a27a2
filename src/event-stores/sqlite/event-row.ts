import type { NewEvent } from '../../event-sourcing/event.js';
import { serialise, type SerialisedEvent } from '../serialised-event.js';
import { bytesOfEventId } from './event-ids.js';

/** An event as its row holds it. */
export interface EventRow extends Omit<SerialisedEvent, 'id'> {
  readonly id: Buffer;
}

/**
 * The rows of an append.
 *
 * @throws RangeError · TypeError · DuplicateEventId · AppendTooLarge, as {@link serialise} does
 */
export function eventRows(events: readonly NewEvent[]): EventRow[] {
  return serialise(events).map(({ id, type, data, metadata }) => ({ id: bytesOfEventId(id), type, data, metadata }));
}
