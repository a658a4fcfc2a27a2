import type { DomainEvent, Entry, Happened, StreamName, Told } from './event.js';
import type { EventTypes } from './codec.js';
import type { NoSuchObject, Refusal } from './refusal.js';

/** A command as a decider sees it: its own fields apart from what every entry says. */
export type Asked<Commands> = {
  [Name in keyof Commands]: {
    readonly type: Name;
    readonly data: Omit<Commands[Name], keyof Entry | 'id'>;
    readonly entry: Entry;
    readonly actorId: string;
  };
}[keyof Commands];

export interface AnyAsked {
  readonly type: string;
  readonly data: object;
  readonly entry: Entry;
  readonly actorId: string;
}

/** A small fold of another stream: what a rule needs to know of it. */
export interface Fold<Seen> {
  /** Distinguishes the fold in the cache. */
  readonly name: string;
  initial(): Seen;
  evolve(seen: Seen, event: Happened<DomainEvent>): Seen;
}

/** Another stream that a decision needs, and how to look at it. */
export interface Need<Seen> {
  readonly stream: StreamName;
  readonly fold: Fold<Seen>;
}

export type Needs<Others> = { [Key in keyof Others]: Need<Exclude<Others[Key], undefined>> };

/** The rules of one aggregate. No clock, no randomness, no input but these. */
export interface Decider<State, Commands, Event extends DomainEvent, Others extends object = object> {
  /** `proposal`: camelCase, no dash. */
  readonly category: string;
  /** Which commands need no creation before them. */
  readonly creates: readonly (keyof Commands)[] | 'any';
  /** Fresh, and evolve's to change. */
  initial(): State;
  /** Total: any subsequence of a stream folds. */
  evolve(state: State, event: Happened<Event>): State;
  /** Further streams that a rule looks at for a command, or for an entry that is judged again: each with a small fold. */
  others?(target: StreamName, about: Asked<Commands> | Told<Event>): Needs<Others>;
  /** The campaign whose history the entry joins. */
  campaignOf(target: StreamName, command: Asked<Commands>, state: State, others: Others): string | undefined;
  /**
   * None where nothing would change.
   *
   * @throws Refusal when a rule is broken
   */
  decide(command: Asked<Commands>, state: State, others: Others): Event[];
  /** The rules, once: for decide and for amendments. */
  violation(state: State, event: Told<Event>, others: Others): Refusal | NoSuchObject | undefined;
}

/**
 * What most commands come to: one event, none where it was said already.
 *
 * @throws Refusal when a rule is broken
 */
export function recordOnce<Event extends DomainEvent>(
  told: Told<Event>,
  isSaid: boolean,
  violation: Refusal | undefined,
): Event[] {
  if (isSaid) return [];
  if (violation) throw violation;
  return [{ type: told.type, data: told.data } as unknown as Event];
}

/** A decider whose types are its own affair: what the runner, the routes and the import handle. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each decider is sound in itself; its types cannot be told apart here
export type AnyDecider = Decider<any, any, any, any>;

/** A command of an aggregate: the class that says what is well-formed, and how it is asked for. */
export interface CommandType {
  /** A class with class-validator's decorators: the body's fields. */
  readonly body: new () => object;
  /** Name of the event that it tells: when that is corrected, it is judged by this body. */
  readonly tells: string;
  /** Last part of the route; absent for the command that creates. */
  readonly verb?: string;
  /** Fields that the body may leave out and the event always has, as the decider settles them: no patch clears them. */
  readonly settled?: readonly string[];
  /** A body that would be accepted, for the documentation; every one is sent in a test. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** How an object of the aggregate is named in routes and imports. */
export interface ObjectKey {
  /** Route below `/api/v1`, with one `:parameter` for each part of the key. */
  readonly path: string;
  /** The id in the stream's name; undefined where no such object can exist. */
  idOf(parts: readonly string[]): string | undefined;
  /** Whether ids are chosen on creation (UUIDs), or lie in the nature of the thing. */
  readonly kind: 'chosen' | 'natural';
}

/** All that the rest of the house needs to know of an aggregate. */
export interface Aggregate {
  readonly decider: AnyDecider;
  readonly events: EventTypes;
  readonly commands: Readonly<Record<string, CommandType>>;
  readonly key: ObjectKey;
}

/** Sees whether anything stands in a stream: an object whose creation was retracted is there no more. */
export const existence: Fold<boolean> = {
  name: 'existence',
  initial: () => false,
  evolve: () => true,
};

export function needExistence(stream: StreamName): Need<boolean> {
  return { stream, fold: existence };
}
