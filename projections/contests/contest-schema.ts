import { Type, type TOptional, type TSchema } from '@sinclair/typebox';
import { isTrue, type Filter } from '../reading/parameters.js';
import { listed, sourceSchema, text } from '../reading/schemas.js';

type Fields = Readonly<Record<string, TSchema>>;

/**
 * `contested` and `rivals` of an item.
 *
 * @param things what a claim says, for each of the things that sources may disagree on
 */
export function contestSchema(...things: readonly Fields[]): { contested: TSchema; rivals: TOptional<TSchema> } {
  const told = { occurredOn: text(), sources: listed(sourceSchema), eventId: text('of the entry that told it') };
  const claims = things.map((fields) => Type.Object({ ...fields, ...told }));
  return {
    contested: Type.Boolean({ description: 'whether sources disagree; what is shown beside it was recorded last' }),
    rivals: Type.Optional(
      Type.Array(Type.Union(claims), {
        description: 'only where it is contested: every claim that stands, in the order of history',
      }),
    ),
  };
}

/** Narrows a list to what is contested, or to what is not. */
export const contested: Filter = { ...isTrue('contested'), description: 'whether sources disagree' };
