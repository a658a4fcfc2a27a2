import { declaredFields } from '../../../src/commands/validate.js';
import type { Aggregate } from '../../../src/event-sourcing/decider.js';
import {
  entryOf,
  type DomainEvent,
  type Happened,
  type RecordedEvent,
  type StreamName,
} from '../../../src/event-sourcing/event.js';
import { StreamFold } from '../../../src/event-sourcing/stream-fold.js';
import type { Body } from './bodies.js';
import { commandOf } from './commands.js';
import { isPatchable } from './patch-between.js';
import type { Outcome, Sent, World } from './world.js';

/** The same command, with something else in it. */
export function instead(sent: Sent): Sent {
  const { submission, tell } = sent;
  if (!tell) throw new Error('nothing is told');
  const fields = (of: object, patchable: boolean): object =>
    Object.fromEntries(Object.entries(of).filter(([field]) => isPatchable(field) === patchable));
  const body = { ...fields(tell.otherwise, true), ...fields(submission.body as Body, false) };
  const { asked } = commandOf(tell.command).asked(body);
  return { ...sent, submission: { ...submission, body, asked: { ...asked, actorId: submission.asked.actorId } } };
}

/** What can be patched of an event: what its command's body could have said. */
export function saying(outcome: Outcome, { submission: { aggregate, asked } }: Sent): Body {
  const type = aggregate.commands[asked.type];
  const [event] = eventsOf(outcome);
  if (!type || !event) return {};
  const fields = declaredFields(type.body);
  const all = Object.entries({ ...event.data, ...entryOf(event.metadata) });
  return Object.fromEntries(all.filter(([field]) => fields.has(field)));
}

/** The event that was written, as it is amended. */
export function entryIn(outcome: Outcome, { submission }: Sent) {
  const [event] = eventsOf(outcome);
  if (!event) throw new Error('nothing was written');
  return { eventId: event.id, stream: event.stream, submission };
}

function eventsOf(outcome: Outcome): readonly RecordedEvent[] {
  return outcome.kind === 'written' ? outcome.events : [];
}

/** What came of a command, but for the places of its events and of what they relied on: amendments take places, too. */
export function told(outcome: Outcome): unknown {
  if (outcome.kind !== 'written') return outcome;
  return outcome.events.map(({ id, stream, type, data, metadata }) => {
    const { campaignId, actorId } = metadata;
    return { id, stream, type, data, entry: entryOf(metadata), campaignId, actorId };
  });
}

/** The state of a stream, as if its entries had no revisions: amendments take some. */
export async function stateOf({ store, codec }: World, { decider }: Aggregate, stream: StreamName): Promise<unknown> {
  const folding = {
    initial: () => decider.initial() as unknown,
    evolve: (state: unknown, event: Happened<DomainEvent>) =>
      decider.evolve(state, { ...event, revision: 0n }) as unknown,
  };
  const fold = new StreamFold(folding, codec);
  await fold.readOn(store, stream);
  return fold.state;
}
