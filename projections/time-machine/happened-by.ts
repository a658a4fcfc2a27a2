import { endOf, startOf, type PartialDate } from '../../src/event-sourcing/occurred-on.js';
import type { Logged } from '../projection.js';

/** Whether all of the period in which it happened lies on or before a date. */
export function hadHappened(event: Logged, by: PartialDate): boolean {
  return endOf(dateOf(event)) <= endOf(by);
}

/** Whether it may have happened by a date, and may not. */
export function mayHaveHappened(event: Logged, by: PartialDate): boolean {
  return startOf(dateOf(event)) <= endOf(by) && !hadHappened(event, by);
}

/** As a correction has left it. */
function dateOf({ entry, amended }: Logged): PartialDate {
  return (amended?.now?.entry ?? entry).occurredOn;
}
