/**
 * Days from one day to another, in the proleptic Gregorian calendar (negative where `to` comes first).
 *
 * @param from `YYYY-MM-DD`
 * @param to `YYYY-MM-DD`
 */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Days since 0000-03-01; years begin in March, so that a leap day is the last of its year. */
function dayNumber(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const y = month > 2 ? year : year - 1;
  const m = (month + 9) % 12;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + date;
}
