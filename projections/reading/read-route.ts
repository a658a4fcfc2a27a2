import type { TSchema } from '@sinclair/typebox';
import type { AnyProjection } from '../projection.js';
import type { Filter } from './parameters.js';
import type { Reading } from './reading.js';

/** What a request asks of a route: the values in its path, and its query parameters, each given once or more. */
export interface Asked {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
}

/** Whether a question is of the past, or of what had happened by a date. */
export function asksOfThePast({ query }: Asked): boolean {
  return query['asOf'] !== undefined || query['happenedBy'] !== undefined;
}

/** What the reader is looking for does not exist, or may not be known of. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
  constructor(readonly code: string) {
    super('There is no such object.');
  }
}

/** A query parameter that the route does not know, or that is malformed. */
export class BadParameters extends Error {
  override readonly name = 'BadParameters';
  constructor(readonly errors: readonly { readonly field: string; readonly message: string }[]) {
    super('some query parameters are unknown or malformed');
  }
}

/**
 * The streams that an answer is made of, where they are but some: those of these names, those whose name begins so, and
 * every one that has an entry of these campaigns.
 */
export interface Scope {
  readonly streams?: readonly string[];
  readonly startingWith?: readonly string[];
  readonly campaigns?: readonly string[];
}

/** Which objects a route shows: those that the streams of one category are, or are made of. */
export interface Shown {
  readonly category: string;
  /** What to ask the route for, to see the object with what follows the category in its stream's name. */
  ask(id: string): Asked;
}

/** A route that is answered from one read model. */
export interface ReadRoute {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly projection: AnyProjection;
  readonly summary: string;
  readonly kind: 'list' | 'object';
  /** Whether a list's items are sums over many objects: they have no `id` and no `revision`. */
  readonly sums?: true;
  /** Of an item, or of the object, without what every answer carries. */
  readonly schema: TSchema;
  /** Query parameters beside those that every route of the kind takes. */
  readonly filters: Readonly<Record<string, Filter>>;
  /** What an answer is made of; of every stream that the read model follows unless given. */
  scope?(path: Asked['path']): Scope;
  /** Of a route that shows one object, or what one is made of: what changed there can be asked, and why. */
  readonly shows?: Shown;
  /** `{items, next}` for a list; the object, with its `revision`, otherwise. */
  answer(reading: Reading, asked: Asked): Promise<Record<string, unknown>>;
}
