import type { EntrySource } from '../../src/event-sourcing/event.js';
import { rivals, type SourcedClaim } from '../../src/event-sourcing/rivals.js';
import { inHistoricalOrder, type Claim } from '../../src/event-sourcing/things.js';
import type { Logged } from '../projection.js';

/** A claim that knows the entry that told it. */
export interface ToldClaim extends SourcedClaim {
  readonly eventId: string;
}

/** One of several rival claims as it is shown: what it says, when, on what sources, and the entry that told it. */
export interface RivalItem extends Claim {
  readonly occurredOn: string;
  readonly sources: readonly EntrySource[] | null;
  readonly eventId: string;
}

/** What an item shows of a contest: `rivals` is there only where it is contested. */
export type Contest =
  { readonly contested: false } | { readonly contested: true; readonly rivals: readonly RivalItem[] };

/** What a claim takes over from the event that tells it. */
export function toldBy({ id, entry }: Logged): RivalItem {
  return { occurredOn: entry.occurredOn, sources: entry.sources ?? null, eventId: id };
}

/**
 * The rival claims on one thing, as they are shown.
 *
 * @param said what a claim says of the thing: what is compared, and shown
 */
export function rivalItems<C extends ToldClaim>(claims: readonly C[], said: (claim: C) => object): RivalItem[] {
  return rivals(claims, said).map((claim) => {
    const { occurredOn, sources, eventId } = claim;
    return { ...said(claim), occurredOn, sources, eventId };
  });
}

/** The contest over all the things that an item shows, given the rivals on each. */
export function contestOf(...things: readonly (readonly RivalItem[])[]): Contest {
  const all = things.flat();
  return all.length === 0 ? { contested: false } : { contested: true, rivals: inHistoricalOrder(all) };
}
