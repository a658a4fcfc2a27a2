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
  const entries = new Map(events.map((event) => [event.id, event]));
  const standingNow = (entryId: string | undefined): Logged | undefined => {
    const entry = entryId === undefined ? undefined : entries.get(entryId);
    const standing = entry && amendments.standing(entry);
    return standing && logged(codec, standing);
  };
  const amends = new Map<string, NonNullable<Logged['amends']>>();
  const told = new Set<string>();
  for (const event of events) {
    told.add(event.id);
    if (!isAmendment(event.type)) continue;
    const amendment = logged(codec, event) as unknown as Amendment;
    const { target } = amendment.data;
    if (!told.has(target)) continue;
    const entryId = amendments.entryAmendedBy(target) ?? target;
    const before = standingNow(entryId);
    amendments.add(amendment);
    const after = standingNow(entryId);
    amends.set(event.id, { ...(before ? { before } : {}), ...(after ? { after } : {}) });
  }
  return {
    standing: events.flatMap((event) => (isAmendment(event.type) ? [] : (standingNow(event.id) ?? []))),
    shown: events.map((event) => shownWith(event, amends, amendments, codec)),
  };
}

function shownWith(
  event: PositionedEvent,
  amends: ReadonlyMap<string, NonNullable<Logged['amends']>>,
  amendments: Amendments,
  codec: Codec,
): Logged {
  const recorded = logged(codec, event);
  const [made, by] = [amends.get(event.id), amendments.amendmentOf(event.id)];
  const now = by?.type === 'EntryCorrected' ? amendments.standing(event) : undefined;
  return {
    ...recorded,
    ...(made ? { amends: made } : {}),
    ...(by ? { amended: { by: by.id, ...(now ? { now: logged(codec, now) } : {}) } } : {}),
  };
}
