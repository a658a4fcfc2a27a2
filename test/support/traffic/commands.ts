import fc from 'fast-check';
import { aggregates } from '../../../src/aggregates.js';
import { InvalidFields } from '../../../src/commands/json.js';
import { validateCommand, type WellFormed } from '../../../src/commands/validate.js';
import type { Aggregate, CommandType, Needs } from '../../../src/event-sourcing/decider.js';
import { categoryOf, streamName, type StreamName } from '../../../src/event-sourcing/event.js';
import { bodiesOf, type Body } from './bodies.js';
import { NAMES } from './pools.js';
import { UNROUTED, UNROUTED_ENTRY } from './unrouted.js';

/** By which everything in process is recorded. */
export const NOW = Date.parse('2026-11-25T12:00:00Z');
/** Objects of an aggregate that are called after a pool's names. */
const MOST_NAMES = 4;

/** A command of any aggregate, and bodies that are well-formed. */
export interface AnyCommand {
  /** `proposal.EndorseProposal` */
  readonly label: string;
  readonly name: string;
  readonly aggregate: Aggregate;
  /** Absent where the command has no route. */
  readonly type?: CommandType;
  readonly bodies: fc.Arbitrary<Body>;
  asked(body: Body): WellFormed;
}

/** Every command there is. */
export const COMMANDS: readonly AnyCommand[] = aggregates.flatMap((aggregate) => [
  ...Object.entries(aggregate.commands).map(([name, type]) => routed(aggregate, name, type)),
  ...Object.entries(UNROUTED[aggregate.decider.category] ?? {}).map(([name, bodies]) =>
    unrouted(aggregate, name, bodies),
  ),
]);

/** The categories of all streams. */
export const CATEGORIES = aggregates.map(({ decider }) => decider.category);

export function commandOf(label: string): AnyCommand {
  const command = COMMANDS.find((other) => other.label === label);
  if (!command) throw new Error(`there is no command ${label}`);
  return command;
}

export function commandsOn(category: string): AnyCommand[] {
  return COMMANDS.filter(({ aggregate }) => aggregate.decider.category === category);
}

/** Whether a command makes the object that it is about. */
export function creates({ type }: AnyCommand): boolean {
  return type !== undefined && type.verb === undefined;
}

/** Objects of an aggregate that commands may be about, whether they are there or not. */
export function namesOf({ key, decider }: Aggregate): StreamName[] {
  const parts = key.path.split('/').filter((part) => part.startsWith(':'));
  const ids = parts
    .reduce<string[][]>((lists, _) => lists.flatMap((list) => NAMES.map((name) => [...list, name])), [[]])
    .flatMap((list) => key.idOf(list) ?? []);
  return ids.slice(0, MOST_NAMES).map((id) => streamName(decider.category, id));
}

/** Categories of further streams that the rules of an aggregate look at. */
export function lookedAtBy(category: string): string[] {
  const streams = commandsOn(category).flatMap(({ aggregate, bodies, asked }) => {
    const [target = streamName(category, '')] = namesOf(aggregate);
    return fc.sample(bodies, { numRuns: 20, seed: 1 }).flatMap((body) => {
      const about = { ...asked(body).asked, actorId: 'lead-1' };
      const needs = aggregate.decider.others?.(target, about) as Needs<Record<string, unknown>> | undefined;
      return Object.values(needs ?? {}).map(({ stream }) => stream);
    });
  });
  return [...new Set(streams.map(categoryOf))];
}

function routed(aggregate: Aggregate, name: string, type: CommandType): AnyCommand {
  const asked = (body: Body): WellFormed => validateCommand(name, type.body, asReceived(body), NOW);
  const bodies = bodiesOf(type.body).filter((body) => isWellFormed(() => asked(body)));
  return { label: labelOf(aggregate, name), name, aggregate, type, bodies, asked };
}

/** A body as a request brings it. */
export function asReceived(body: Body): Body {
  return JSON.parse(JSON.stringify(body)) as Body;
}

function unrouted(aggregate: Aggregate, name: string, bodies: fc.Arbitrary<Body>): AnyCommand {
  const asked = (body: Body): WellFormed => ({
    asked: { type: name, data: asReceived(body), entry: UNROUTED_ENTRY },
  });
  return { label: labelOf(aggregate, name), name, aggregate, bodies, asked };
}

function labelOf({ decider }: Aggregate, name: string): string {
  return `${decider.category}.${name}`;
}

function isWellFormed(judge: () => unknown): boolean {
  try {
    judge();
    return true;
  } catch (error) {
    if (error instanceof InvalidFields) return false;
    throw error;
  }
}
