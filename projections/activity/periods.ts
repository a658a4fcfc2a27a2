import { endOf, startOf } from '../../src/event-sourcing/occurred-on.js';
import type { Where } from '../reading/parameters.js';

export const PERIODS = ['month', 'year'] as const;
/** What entries are counted by. */
export type PeriodKind = (typeof PERIODS)[number];

const YEAR = 4;
const MONTH = 7;
/** Sorts after whatever a date goes on with. */
const AFTER_ALL = '~';

/** The period that an entry is counted under: by month it is its year where no more is known. */
export function periodOf(occurredOn: string, by: PeriodKind): string {
  return occurredOn.slice(0, by === 'year' ? YEAR : MONTH);
}

/** Where the dates end that are counted under a period: those before it are below it as text, those after it are not. */
export function endOfPeriod(period: string, by: PeriodKind): string {
  return by === 'month' && period.length === YEAR ? `${period}-` : period + AFTER_ALL;
}

/** Dates, as text, from one on and below another. */
export function between(from: string, end?: string): Where {
  return (eb) => eb.and([eb('occurred_on', '>=', from), ...(end === undefined ? [] : [eb('occurred_on', '<', end)])]);
}

/** Entries whose period begins on the first day of the date, or later. */
export function beginningFrom(date: string): Where {
  // As text, `2004-07` is the least of what begins on 2004-07-01.
  return between(startOf(date).replace(/(-01)+$/, ''));
}

/** Entries whose period ends on the last day of the date, or earlier. */
export function endingBy(date: string): Where {
  const day = endOf(date);
  // As text they come before the day, but they last longer.
  const lasting = [day.slice(0, YEAR), day.slice(0, MONTH)].filter((period) => endOf(period) > day);
  return (eb) => eb.and([eb('occurred_on', '<=', day), ...lasting.map((period) => eb('occurred_on', '!=', period))]);
}
