import type { PositionedEvent } from '../src/event-sourcing/event.js';
import type { Progress } from './read-database/read-model-state.js';
import { millisecondsBetween } from './reading/instants.js';

type Recorded = Pick<Progress, 'latestRecordedAt' | 'clocksApart'>;

/**
 * How far the times at which events were recorded stray from the log's order. Servers on one log have a clock each: what
 * one has recorded later may bear the earlier time.
 *
 * @param events what comes next in the log
 * @param before as it was known before them
 */
export function recordedAfter(
  events: readonly PositionedEvent[],
  before: Recorded & Pick<Progress, 'resume'>,
): Recorded {
  let latest = before.latestRecordedAt ?? '';
  let apart = before.resume === null ? 0 : before.clocksApart;
  for (const { metadata } of events) {
    const { recordedAt } = metadata;
    if (recordedAt >= latest) latest = recordedAt;
    else if (apart !== null) apart = Math.max(apart, millisecondsBetween(recordedAt, latest));
  }
  return { latestRecordedAt: latest, clocksApart: apart };
}
