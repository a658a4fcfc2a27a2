import type { AnyDecider } from './decider.js';
import type { DomainEvent, Happened } from './event.js';
import type { History } from './history.js';
import { Refusal } from './refusal.js';

/** What the rules look at of further streams, by event. */
type OthersOf = (event: Happened<DomainEvent>) => object;

/** An object whose creation is retracted is no more: nothing else of it may stand. @throws Refusal */
export function refuseWithoutCreation({ told, aggregate }: History, standing: readonly Happened<DomainEvent>[]): void {
  const { creates, category } = aggregate.decider;
  if (creates === 'any' || standing.length === 0) return;
  const isThere = standing[0]?.id === told[0]?.recorded.id;
  if (!isThere)
    throw new Refusal(
      `${category}.has-entries`,
      `The entry that created the object can be retracted only when no other entry stands; ${nameOf(standing[0])} does.`,
    );
}

interface Breach {
  readonly refusal: Refusal;
  readonly event: Happened<DomainEvent>;
}

/** What a stream comes to: its state, and which rules are broken in it. */
export interface Judged {
  readonly state: unknown;
  readonly breaches: ReadonlyMap<string, Breach>;
}

/** Folds a stream, looking for breaches of rules from a revision on. */
export function judged(
  standing: readonly Happened<DomainEvent>[],
  from: bigint,
  decider: AnyDecider,
  othersOf: OthersOf,
): Judged {
  const breaches = new Map<string, Breach>();
  let state = decider.initial() as unknown;
  for (const event of standing) {
    const refusal = event.revision < from ? undefined : decider.violation(state, event, othersOf(event));
    if (refusal) breaches.set(`${event.id} ${refusal.code}`, { refusal, event });
    state = decider.evolve(state, event) as unknown;
  }
  return { state, breaches };
}

/** @throws Refusal for a breach that the stream did not have before, naming the later entry that would break */
export function refuseNewBreach(after: Judged, before: Judged, amendedId: string): void {
  for (const [name, breach] of after.breaches) if (!before.breaches.has(name)) throw refusalOf(breach, amendedId);
}

function refusalOf({ refusal, event }: Breach, amendedId: string): Refusal {
  if (event.id === amendedId) return refusal;
  return new Refusal(refusal.code, `${refusal.message} It would be so of a later entry: ${nameOf(event)}.`);
}

function nameOf(event: Happened<DomainEvent> | undefined): string {
  return event ? `${event.type} of ${event.entry.occurredOn} (${event.id})` : '';
}
