import { ProjectionBehind, ReadModelBuilding } from '../../projections/reading/read-models.js';
import { BadParameters, NotFound, type Asked } from '../../projections/reading/read-route.js';
import type { Viewer } from '../../projections/reading/viewer.js';
import { ForeignPosition, StoreUnavailable } from '../event-sourcing/event-store.js';
import type { LogLocation } from './open-event-store.js';

/** What the thread that knows the past needs to know. */
export interface PastWork {
  readonly log: LogLocation;
  readonly readDatabase: string;
  /** For snapshots: its own. */
  readonly folder: string;
}

/** A question about the past: what a route answered then, what changed in what it shows, or why it shows what it does. */
export interface PastQuestion {
  readonly id: number;
  readonly kind: 'answer' | 'changes' | 'explain';
  /** The route's path, as it is declared. */
  readonly route: string;
  readonly asked: Asked;
  readonly viewer: Viewer;
}

export interface PastAnswer {
  readonly id: number;
  readonly answered?: Record<string, unknown>;
  readonly failed?: PackedError;
}

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
