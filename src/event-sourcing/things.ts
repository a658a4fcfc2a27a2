import { isDeepStrictEqual } from 'node:util';
import type { DomainEvent, Happened, Told } from './event.js';
import { certainlyPrecedes, compareOccurredOn, endOf, startOf, type PartialDate } from './occurred-on.js';

/** One of the entries that speak of the same thing. `occurredOn` is null for a creation, which has no time in this. */
export interface Claim {
  readonly occurredOn: PartialDate | null;
}

const BEFORE_ALL = '0000-00-00';

function startOfClaim(claim: Claim): string {
  return claim.occurredOn === null ? BEFORE_ALL : startOf(claim.occurredOn);
}

function endOfClaim(claim: Claim): string {
  return claim.occurredOn === null ? BEFORE_ALL : endOf(claim.occurredOn);
}

function latestStart(claims: readonly Claim[]): string {
  return claims.reduce((latest, claim) => {
    const start = startOfClaim(claim);
    return start > latest ? start : latest;
  }, BEFORE_ALL);
}

/** The claims that no later period supersedes, in the order given. */
export function unsuperseded<C extends Claim>(claims: readonly C[]): C[] {
  const latest = latestStart(claims);
  return claims.filter((claim) => endOfClaim(claim) >= latest);
}

/**
 * The claim that stands: of those that no later period supersedes, the one recorded last.
 *
 * @param claims living entries on one thing, in the order in which they were recorded
 */
export function standing<C extends Claim>(claims: readonly C[]): C | undefined {
  const latest = latestStart(claims);
  return claims.findLast((claim) => endOfClaim(claim) >= latest);
}

/** What stood certainly before a date: the whole period of the claim had ended. */
export function stoodBefore<C extends Claim>(claims: readonly C[], date: PartialDate): C | undefined {
  return standing(claims.filter((claim) => claim.occurredOn === null || certainlyPrecedes(claim.occurredOn, date)));
}

/** What stands of the claims that are not certainly later than a date: what a withdrawal or revision refers to. */
export function standingBy<C extends Claim>(claims: readonly C[], date: PartialDate): C | undefined {
  return standing(claims.filter((claim) => claim.occurredOn === null || !certainlyPrecedes(date, claim.occurredOn)));
}

/** Claims in the order in which history shows them: by start of period, the coarser first, then as recorded. */
export function inHistoricalOrder<C extends Claim>(claims: readonly C[]): C[] {
  return claims.toSorted((a, b) => {
    if (a.occurredOn === null || b.occurredOn === null)
      return Number(b.occurredOn === null) - Number(a.occurredOn === null);
    return compareOccurredOn(a.occurredOn, b.occurredOn);
  });
}

interface EventClaim<Event extends DomainEvent> extends Claim {
  readonly event: Happened<Event>;
}

/**
 * The things that a stream's entries speak of (a state's stance on a text, an object's status, a milestone's date),
 * each with its living entries in the order recorded.
 */
export class Things<Event extends DomainEvent> {
  private readonly claims = new Map<string, EventClaim<Event>[]>();

  add(thing: string, event: Happened<Event>): void {
    this.claimsOn(thing).push({ occurredOn: event.entry.occurredOn, event });
  }

  /** Adds the entry that created the object: whatever has a time supersedes it. */
  addCreation(thing: string, event: Happened<Event>): void {
    this.claimsOn(thing).push({ occurredOn: null, event });
  }

  standing(thing: string): Happened<Event> | undefined {
    return standing(this.claims.get(thing) ?? [])?.event;
  }

  stoodBefore(thing: string, date: PartialDate): Happened<Event> | undefined {
    return stoodBefore(this.claims.get(thing) ?? [], date)?.event;
  }

  standingBy(thing: string, date: PartialDate): Happened<Event> | undefined {
    return standingBy(this.claims.get(thing) ?? [], date)?.event;
  }

  /** Every thing spoken of whose key begins so. */
  startingWith(prefix: string): string[] {
    return [...this.claims.keys()].filter((thing) => thing.startsWith(prefix));
  }

  /**
   * Whether telling this would leave the thing exactly as it is: the same entry, in every field, stands already, or is
   * history that telling it again would not bring back.
   */
  isSaid(thing: string, told: Told<Event>): boolean {
    const claims = this.claims.get(thing) ?? [];
    const latest = latestStart(claims);
    const now = standing(claims);
    return claims.some(
      (claim) =>
        (claim === now || endOfClaim(claim) < latest) && claim.occurredOn !== null && isSameEntry(claim.event, told),
    );
  }

  private claimsOn(thing: string): EventClaim<Event>[] {
    let claims = this.claims.get(thing);
    if (!claims) this.claims.set(thing, (claims = []));
    return claims;
  }
}

/** Parts of an object (actions, outcomes, steps, inputs) by their id, with the entry that made each. */
export class Parts<Event extends DomainEvent> {
  private readonly made = new Map<string, Happened<Event>>();

  add(partId: string, event: Happened<Event>): void {
    if (!this.made.has(partId)) this.made.set(partId, event);
  }

  has(partId: string | undefined): boolean {
    return partId !== undefined && this.made.has(partId);
  }

  /** Whether the part is there and was made by the same entry, in every field. */
  isSaid(partId: string | undefined, told: Told<Event>): boolean {
    const made = partId === undefined ? undefined : this.made.get(partId);
    return made !== undefined && isSameEntry(made, told);
  }
}

function isSameEntry(happened: Told<DomainEvent>, told: Told<DomainEvent>): boolean {
  return (
    happened.type === told.type &&
    isDeepStrictEqual(happened.data, told.data) &&
    isDeepStrictEqual(happened.entry, told.entry)
  );
}
