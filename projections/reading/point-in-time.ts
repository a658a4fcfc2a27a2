import { isPosition, type Position } from '../../src/event-sourcing/event.js';
import { instantOf, instantProblem } from './instants.js';

/** Up to where the log is looked at: a position, or an instant as `recordedAt` is written. */
export type PointInTime = { readonly position: Position } | { readonly instant: string };

/**
 * What a text says that names a position, or an instant with `T` and an offset.
 *
 * @param now an instant (UTC) after which nothing can be asked for
 */
export function pointInTime(text: string, now: string): PointInTime | 'malformed' | 'in the future' {
  if (isPosition(text)) return { position: text };
  if (!text.includes('T') || instantProblem(text) !== undefined) return 'malformed';
  const instant = instantOf(text);
  return instant > now ? 'in the future' : { instant };
}
