/**
 * When something happened, as exactly as it is known: an ISO 8601 calendar date, or only its month or year
 * (`2004-07-12`, `2004-07`, `2004`). Never padded: what is known to the year stays known to the year.
 */
export type PartialDate = string;

const SHAPE = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const FIRST_OF_PERIOD = '0001-01-01';
const LAST_OF_PERIOD = '9999-12-31';
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether the text is such a date and names a day, month or year that exists (year 0000 does not). */
export function isPartialDate(text: unknown): text is PartialDate {
  if (typeof text !== 'string' || !SHAPE.test(text)) return false;
  const [year = 0, month, day] = text.split('-').map(Number);
  if (year === 0) return false;
  if (month === undefined) return true;
  if (month < 1 || month > 12) return false;
  return day === undefined || (day >= 1 && day <= daysInMonth(year, month));
}

/** First day of the period that the date stands for (`2004-07` → `2004-07-01`). Days compare as text. */
export function startOf(date: PartialDate): string {
  return date + FIRST_OF_PERIOD.slice(date.length);
}

/** Last day of the period that the date stands for (`2004-02` → `2004-02-29`). Days compare as text. */
export function endOf(date: PartialDate): string {
  if (date.length === 4) return date + LAST_OF_PERIOD.slice(4);
  if (date.length === 10) return date;
  const [year = 0, month = 0] = date.split('-').map(Number);
  return `${date}-${String(daysInMonth(year, month))}`;
}

/** Whether the whole period of `earlier` has ended before that of `later` begins. */
export function certainlyPrecedes(earlier: PartialDate, later: PartialDate): boolean {
  return endOf(earlier) < startOf(later);
}

/** Order in which entries are shown: by the start of the period, the coarser first. */
export function compareOccurredOn(a: PartialDate, b: PartialDate): number {
  const [startA, startB] = [startOf(a), startOf(b)];
  if (startA !== startB) return startA < startB ? -1 : 1;
  return a.length - b.length;
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}
