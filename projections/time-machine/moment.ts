import type { Position } from '../../src/event-sourcing/event.js';
import type { EntryRow } from '../entries/entry-log.js';
import { snakeCase } from '../read-database/columns.js';
import type { Progress } from '../read-database/read-model-state.js';
import { earlierBy } from '../reading/instants.js';
import type { Where } from '../reading/parameters.js';
import { pointInTime, type PointInTime } from '../reading/point-in-time.js';
import { BadParameters } from '../reading/read-route.js';
import type { Reading } from '../reading/reading.js';

/** A place in the log as it was: up to which position, and the last event that it then held, if any. */
export interface Moment {
  /** By which it was asked for, where it was. */
  readonly instant?: string;
  readonly position: Position;
  readonly last: EntryRow | undefined;
}

/**
 * What a parameter that takes an instant or a position holds.
 *
 * @param now an instant (UTC) after which nothing can be asked for
 * @throws BadParameters where it is neither, or lies in the future
 */
export function pointAsked(field: string, text: string, now: string): PointInTime {
  const point = pointInTime(text, now);
  if (typeof point === 'object') return point;
  const message =
    point === 'malformed' ? 'must be a position, or an instant with T and an offset' : 'must not lie in the future';
  throw new BadParameters([{ field, message }]);
}

/** The moment at which a position was the last: its event may be another application's, and the last of ours before it. */
export async function momentAt(reading: Reading, position: Position): Promise<Moment> {
  return { position, last: await lastOf(reading, (eb) => eb('position', '<=', position)) };
}

/**
 * The moment at which the last position was the last that was recorded at or before an instant. By several clocks, it may
 * have been recorded before one that it follows: those are looked at that the clocks can have put out of order.
 */
export async function momentBy(reading: Reading, instant: string): Promise<Moment> {
  const [latest] = await reading.rows<EntryRow>('entry', {
    where: [recorded('<=', instant)],
    orderBy: ['recordedAt', 'position'],
    descending: true,
    limit: 1,
  });
  if (!latest) return { position: '', last: undefined, instant };
  const { recordedAt } = latest;
  const { clocksApart } = reading.state;
  const from = clocksApart === null ? '' : earlierBy(clocksApart, recordedAt);
  const position = await reading.greatest('entry', 'position', [recorded('>=', from), recorded('<=', recordedAt)]);
  return { ...(await momentAt(reading, position ?? latest.position)), instant };
}

/** Whether a moment lies after another; of two that show the same, by the instants that were asked for. */
export function isLater(moment: Moment, than: Moment): boolean {
  if (moment.position !== than.position) return moment.position > than.position;
  return moment.instant !== undefined && than.instant !== undefined && moment.instant > than.instant;
}

/** How far a read model has come that shows a moment. */
export function progressAt({ position, last }: Moment): Progress {
  return {
    resume: position === '' ? null : position,
    shown: last?.position ?? null,
    shownEventId: last?.eventId ?? null,
    shownStream: last?.stream ?? null,
    shownRevision: last?.revision ?? null,
    asOf: last?.recordedAt ?? null,
    latestRecordedAt: null,
    clocksApart: null,
  };
}

async function lastOf(reading: Reading, where: Where): Promise<EntryRow | undefined> {
  const [row] = await reading.rows<EntryRow>('entry', {
    where: [where],
    orderBy: ['position'],
    descending: true,
    limit: 1,
  });
  return row;
}

function recorded(operator: '<=' | '>=', instant: string): Where {
  return (eb) => eb(snakeCase('recordedAt'), operator, instant);
}
