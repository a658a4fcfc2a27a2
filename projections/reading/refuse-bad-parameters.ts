import { FORMAT, formatProblem } from './formats.js';
import { BadParameters, type Asked, type ReadRoute } from './read-route.js';

/** Waits for a position; taken by every route. */
export const AFTER = 'after';
const PAGING = ['limit', 'cursor'];

type Problem = string | undefined;

/** @throws BadParameters naming each query parameter that the route does not take, or that is malformed */
export function refuseBadParameters(route: ReadRoute, query: Asked['query']): void {
  const errors = Object.entries(query).flatMap(([field, values]) => {
    const message = problemOf(route, query, field, values);
    return message === undefined ? [] : [{ field, message }];
  });
  if (errors.length > 0) throw new BadParameters(errors);
}

function problemOf(route: ReadRoute, query: Asked['query'], name: string, values: readonly string[]): Problem {
  const isList = route.kind === 'list';
  if (name === AFTER) return onceProblem(values);
  if (isList && name === FORMAT) return onceProblem(values) ?? formatProblem(values[0] ?? '');
  if (isList && PAGING.includes(name))
    return query[FORMAT] ? 'does not apply to a whole list: leave it out, or `format`' : onceProblem(values);
  const filter = route.filters[name];
  if (!filter) return 'is not a parameter of this route';
  return values.map((value) => filter.problem(value)).find((found) => found !== undefined);
}

function onceProblem(values: readonly string[]): Problem {
  return values.length === 1 ? undefined : 'must be given once';
}
