import type { NewEvent } from '../event-sourcing/event.js';
import { AppendTooLarge, DuplicateEventId, MAX_APPEND_BYTES } from '../event-sourcing/event-store.js';
import { iJsonOf } from './i-json.js';

/** The canonical form alone: an id comes back as it was given. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A UTF-16 unit is at most three bytes of UTF-8. */
const BYTES_OF_A_UNIT = 3;

/** An event that can be written to any store: data and metadata as JSON. */
export interface SerialisedEvent {
  /** UUID in lower case. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/**
 * The events of an append, once it is known that they can be written at all.
 *
 * @throws RangeError without events; TypeError where an id is no UUID or a payload not I-JSON
 * @throws DuplicateEventId where two have the same id
 * @throws AppendTooLarge
 */
export function serialise(events: readonly NewEvent[]): SerialisedEvent[] {
  if (events.length === 0) throw new RangeError('an append has at least one event');
  const serialised = events.map(serialiseOne);
  if (events.length > 1) refuseSameIds(events);
  refuseTooLarge(serialised);
  return serialised;
}

/** UTF-16 units of the texts of events: at most their bytes, and at least a third. */
export function unitsOf(events: readonly Pick<SerialisedEvent, 'data' | 'metadata'>[]): number {
  let units = 0;
  for (const { data, metadata } of events) units += data.length + metadata.length;
  return units;
}

function serialiseOne({ id, type, data, metadata }: NewEvent): SerialisedEvent {
  if (!UUID.test(id)) throw new TypeError('an event id is a UUID in lower case');
  return {
    id,
    type,
    data: iJsonOf(data, `data of ${type}`),
    metadata: iJsonOf(metadata, `metadata of ${type}`),
  };
}

function refuseSameIds(events: readonly NewEvent[]): void {
  const ids = new Set<string>();
  for (const { id } of events) {
    if (ids.has(id)) throw new DuplicateEventId(id);
    ids.add(id);
  }
}

function refuseTooLarge(events: readonly SerialisedEvent[]): void {
  if (unitsOf(events) * BYTES_OF_A_UNIT <= MAX_APPEND_BYTES) return;
  let bytes = 0;
  for (const { data, metadata } of events) bytes += Buffer.byteLength(data) + Buffer.byteLength(metadata);
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(bytes);
}
