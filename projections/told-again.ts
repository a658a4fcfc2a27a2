import { Amendments, isAmendment, type Amendment } from '../src/event-sourcing/amendments.js';
import type { Codec } from '../src/event-sourcing/codec.js';
import type { PositionedEvent } from '../src/event-sourcing/event.js';
import { logged } from './logged.js';
import type { Logged } from './projection.js';

/** A stream from its beginning, as its amendments leave it. */
export interface ToldAgain {
  /** What stands, each entry as it should have been told, in its own place. */
  readonly standing: readonly Logged[];
  /** Everything as it was recorded, with what amended it beside it. */
  readonly shown: readonly Logged[];
}

/**
 * Tells a stream again, up to its last event given.
 *
 * @param events all of the stream so far
 * @throws UnknownEventType
 */
export function toldAgain(events: readonly PositionedEvent[], codec: Codec): ToldAgain {
  const amendments = new Amendments();
  const recorded = new Map<string, Logged>();
  const entries = new Map(events.map((event) => [event.id, event]));
  const standing = (eventId: string): Logged | undefined => {
    const entry = entries.get(eventId);
    if (!entry || amendments.of(eventId) === undefined) return recorded.get(eventId);
    const now = amendments.standing(entry);
    return now && logged(codec, now);
  };
  const amends = new Map<string, NonNullable<Logged['amends']>>();
  for (const event of events) {
    const told = logged(codec, event);
    recorded.set(event.id, told);
    if (!isAmendment(event.type)) continue;
    const { target } = (told as unknown as Amendment).data;
    if (!recorded.has(target)) continue;
    const entryId = amendments.entryAmendedBy(target) ?? target;
    const before = standing(entryId);
    amendments.add(told as unknown as Amendment);
    const after = standing(entryId);
    amends.set(event.id, { ...(before ? { before } : {}), ...(after ? { after } : {}) });
  }
  return {
    standing: events.flatMap(({ id, type }) => (isAmendment(type) ? [] : (standing(id) ?? []))),
    shown: [...recorded.values()].map((told) => {
      const [made, by] = [amends.get(told.id), amendments.amendmentOf(told.id)];
      const now = by?.type === 'EntryCorrected' ? standing(told.id) : undefined;
      return {
        ...told,
        ...(made ? { amends: made } : {}),
        ...(by ? { amended: { by: by.id, ...(now ? { now } : {}) } } : {}),
      };
    }),
  };
}
