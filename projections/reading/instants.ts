import { isPartialDate } from '../../src/event-sourcing/occurred-on.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A day, or an instant with an offset. */
export function instantProblem(value: string): string | undefined {
  return INSTANT.test(value) && isPartialDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))
    ? undefined
    : 'must be a day, or an instant with an offset';
}

/** The instant as `recordedAt` is written; a day is its beginning in UTC. */
export function instantOf(text: string): string {
  return new Date(text).toISOString();
}

/** The instant as `recordedAt` is written; a day is its end in UTC. */
export function endOfInstant(text: string): string {
  return text.length === 10 ? `${text}T23:59:59.999Z` : instantOf(text);
}

/** Milliseconds from one instant to another, both as `recordedAt` is written; negative where the other is earlier. */
export function millisecondsBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** The instant so many milliseconds earlier, as `recordedAt` is written. */
export function earlierBy(milliseconds: number, instant: string): string {
  return new Date(Date.parse(instant) - milliseconds).toISOString();
}
