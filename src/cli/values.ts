import { InvalidArgumentError } from 'commander';
import { pointInTime, type PointInTime } from '../../projections/reading/point-in-time.js';
import { isUuid } from '../commands/declarations.js';
import { isPartialDate } from '../event-sourcing/occurred-on.js';

const USER_ID = /^[a-z0-9-]{1,40}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A user's id, as an option gives it. */
export function userId(value: string): string {
  if (USER_ID.test(value)) return value;
  throw new InvalidArgumentError("It must be 1 to 40 of a-z, 0-9 and '-', and should not be a person's name.");
}

export function tokenId(value: string): string {
  if (isUuid(value)) return value;
  throw new InvalidArgumentError('It must be the id of a token (a UUID), as `token list` shows it.');
}

/** The instant (UTC) at which a token runs out: the one given, or the end of the day given. It lies in the future. */
export function expiry(value: string, now: number): string {
  const instant = instantOf(value);
  if (instant === undefined)
    throw new InvalidArgumentError(
      'It must be a day (2027-01-31) or an instant with an offset (2027-01-31T18:00+01:00).',
    );
  if (instant <= now) throw new InvalidArgumentError('It must lie in the future.');
  return new Date(instant).toISOString();
}

function instantOf(value: string): number | undefined {
  const day = INSTANT.exec(value)?.[1] ?? value;
  if (day.length !== 10 || !isPartialDate(day)) return undefined;
  const instant = day === value ? Date.parse(`${day}T00:00:00Z`) + DAY_MS : Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

/** A moment that has been: what `asOf=` takes. */
export function moment(value: string, now: number): PointInTime {
  const point = pointInTime(value, new Date(now).toISOString());
  if (point === 'malformed')
    throw new InvalidArgumentError(
      'It must be a position, as answers and exports show it, or an instant with an offset (2005-01-31T18:00Z).',
    );
  if (point === 'in the future') throw new InvalidArgumentError('It must not lie in the future.');
  return point;
}

/** What imported entries belong to. */
export function namespace(value: string): string {
  if (value.trim() !== '' && value.length <= 255 && value.isWellFormed()) return value;
  throw new InvalidArgumentError('It must be text of 1 to 255 characters.');
}
