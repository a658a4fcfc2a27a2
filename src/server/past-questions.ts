import { ProjectionBehind, ReadModelBuilding } from '../../projections/reading/read-models.js';
import { BadParameters, NotFound, type Asked } from '../../projections/reading/read-route.js';
import type { Viewer } from '../../projections/reading/viewer.js';
import type { HeldList } from '../../projections/reading/whole-list.js';
import { ForeignPosition, StoreUnavailable } from '../event-sourcing/event-store.js';
import type { LogLocation } from './open-event-store.js';

/** What the thread that knows the past needs to know. */
export interface PastWork {
  readonly log: LogLocation;
  readonly readDatabase: string;
  /** For snapshots: its own. */
  readonly folder: string;
}

/**
 * A question about the past: what a route answered then, what changed in what it shows, or why it shows what it does; or,
 * as `hold`, for a whole list of then.
 */
export interface RouteQuestion {
  readonly kind: 'answer' | 'changes' | 'explain' | 'hold';
  /** The route's path, as it is declared. */
  readonly route: string;
  readonly asked: Asked;
  readonly viewer: Viewer;
}

/** A question for the next page of a list that is held, by the number of the question that asked to hold it. */
export interface PageQuestion {
  readonly kind: 'page';
  readonly list: number;
}

export type PastQuestion = RouteQuestion | PageQuestion;

/** What the thread that knows the past is told. */
export type PastRequest =
  | (PastQuestion & { readonly id: number })
  | { readonly kind: 'let-go'; readonly list: number }
  | { readonly kind: 'stop' };

/** A whole list is held: where its read model stands. */
export type ListHeld = Pick<HeldList, 'position' | 'asOf'>;

/** A page of it; null after the last. */
export interface ListPage {
  readonly items: readonly object[] | null;
}

/** What an operator should know of an error: no message, which may name a file. */
export type Trouble = Pick<PackedError, 'name' | 'code'>;

/** What the thread tells: the answer to a question, or that it could not take a snapshot. */
export type PastMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly answered: object }
  | { readonly kind: 'failure'; readonly id: number; readonly failed: PackedError }
  | { readonly kind: 'snapshot-failed'; readonly because: Trouble };

/** An error on its way from thread to thread. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly errors?: BadParameters['errors'];
}

export function packedError(error: Error & { code?: unknown; errors?: unknown }): PackedError {
  const { name, message, code, errors } = error;
  return {
    name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error instanceof BadParameters ? { errors: errors as BadParameters['errors'] } : {}),
  };
}

export function troubleOf({ name, code }: Error & { code?: unknown }): Trouble {
  return { name, ...(typeof code === 'string' ? { code } : {}) };
}

/** The error as it was thrown, where it is one that has an answer of its own. */
export function unpackedError({ name, message, code = '', errors = [] }: PackedError): Error {
  switch (name) {
    case 'BadParameters':
      return new BadParameters(errors);
    case 'NotFound':
      return new NotFound(code);
    case 'ForeignPosition':
      return new ForeignPosition(message);
    case 'ProjectionBehind':
      return new ProjectionBehind(message);
    case 'ReadModelBuilding':
      return new ReadModelBuilding(message);
    case 'StoreUnavailable':
      return new StoreUnavailable(message);
    default:
      return Object.assign(new Error(message), { name });
  }
}
