import type { Aggregate, AnyAsked } from '../../src/event-sourcing/decider.js';
import type { DomainEvent, Entry, Happened, StreamName, Told } from '../../src/event-sourcing/event.js';
import { Refusal } from '../../src/event-sourcing/refusal.js';
import { validateCommand } from '../../src/commands/validate.js';

const LONG_AFTER = Date.parse('2030-01-01T00:00:00Z');

type AnyTold = Told<DomainEvent>;
type Body = Readonly<Record<string, unknown>>;
type Outcome = { readonly events: AnyTold[] } | { readonly refused: string };

/** An event as it would be told: its data, and its entry where that matters. */
export function told(type: string, data: object = {}, entry: Partial<Entry> = {}): AnyTold {
  return { type, data, entry: { occurredOn: '2004-01-01', visibility: 'members', ...entry } };
}

/** A command as it would be sent, well-formed by its class. */
export interface When {
  readonly type: string;
  readonly body: Body;
}

export function command(type: string, body: Body = {}): When {
  return { type, body: { occurredOn: '2004-06-01', ...body } };
}

interface Scenario {
  /** What other streams show, under the names that the decider gives them. */
  seeing(others: object): Scenario;
  when(command: When): Then;
}

interface Then {
  /** Exactly these events; where an entry is given, it is compared too. */
  then(...events: { readonly type: string; readonly data: object }[]): void;
  /** The command is accepted and nothing is written. */
  thenNothing(): void;
  thenRefused(code: string): void;
}

/** Given events, when a command, then events or a refusal: through the command's class and the decider. */
export function scenarios(aggregate: Aggregate, stream: StreamName, campaignId?: string) {
  return (...events: readonly AnyTold[]): Scenario => scenario(aggregate, stream, campaignId, events, {});
}

function scenario(
  aggregate: Aggregate,
  stream: StreamName,
  campaignId: string | undefined,
  events: readonly AnyTold[],
  others: object,
): Scenario {
  return {
    seeing: (more) => scenario(aggregate, stream, campaignId, events, { ...others, ...more }),
    when: (asked) => expectations(outcome(aggregate, stateAfter(aggregate, events, campaignId), asked, others)),
  };
}

/** State as the events leave it; each has the id `event-<n>` and the revision n, from 0. */
export function stateAfter(aggregate: Aggregate, events: readonly AnyTold[], campaignId?: string): unknown {
  const { decider } = aggregate;
  return events.reduce<unknown>((state, event, index) => {
    const happened: Happened<DomainEvent> = {
      ...event,
      id: eventId(index),
      revision: BigInt(index),
      ...(campaignId === undefined ? {} : { campaignId }),
    };
    return decider.evolve(state, happened) as unknown;
  }, decider.initial());
}

/** Id of the nth event given, from 0: a UUID. */
export function eventId(index: number): string {
  return `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`;
}

function outcome({ decider, commands }: Aggregate, state: unknown, { type, body }: When, others: object): Outcome {
  const commandType = commands[type];
  if (!commandType) throw new Error(`${decider.category} has no command ${type}`);
  const { asked } = validateCommand(type, commandType.body, JSON.parse(JSON.stringify(body)), LONG_AFTER);
  const complete: AnyAsked = { ...asked, actorId: 'lead-1' };
  try {
    const events = decider.decide(complete, state, others) as DomainEvent[];
    return { events: events.map(({ type: name, data }) => ({ type: name, data, entry: asked.entry })) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code };
    throw error;
  }
}

function expectations(actual: Outcome): Then {
  return {
    then: (...events) => {
      expect(actual).toEqual({
        events: events.map(({ type, data }) => expect.objectContaining({ type, data }) as object),
      });
    },
    thenNothing: () => {
      expect(actual).toEqual({ events: [] });
    },
    thenRefused: (code) => {
      expect(actual).toEqual({ refused: code });
    },
  };
}
