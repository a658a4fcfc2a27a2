import { isPosition, type Position } from '../../src/event-sourcing/event.js';
import type { EntryRow } from '../entries/entry-log.js';
import { snakeCase } from '../read-database/columns.js';
import type { Progress } from '../read-database/read-model-state.js';
import { instantOf, instantProblem, type Where } from '../reading/parameters.js';
import { BadParameters } from '../reading/read-route.js';
import type { Reading } from '../reading/reading.js';

/** A place in the log as it was: up to which position, and the last event that it then held, if any. */
export interface Moment {
  readonly position: Position;
  readonly last: EntryRow | undefined;
}

/**
 * What a parameter that takes an instant or a position holds.
 *
 * @param now an instant (UTC) after which nothing can be asked for
 * @throws BadParameters where it is neither
 */
export function pointInTime(field: string, text: string, now: string): { instant: string } | { position: Position } {
  if (isPosition(text)) return { position: text };
  if (!text.includes('T') || instantProblem(text) !== undefined)
    throw new BadParameters([{ field, message: 'must be a position, or an instant with T and an offset' }]);
  const instant = instantOf(text);
  if (instant > now) throw new BadParameters([{ field, message: 'must not lie in the future' }]);
  return { instant };
}

/** The moment at which a position was the last: its event may be another application's, and the last of ours before it. */
export async function momentAt(reading: Reading, position: Position): Promise<Moment> {
  return { position, last: await lastOf(reading, (eb) => eb('position', '<=', position)) };
}

/** The last moment at which everything had been recorded by an instant. */
export async function momentBy(reading: Reading, instant: string): Promise<Moment> {
  const [later] = await reading.rows<EntryRow>('entry', {
    where: [(eb) => eb(snakeCase('recordedAt'), '>', instant)],
    orderBy: ['recordedAt', 'position'],
    limit: 1,
  });
  const last = await lastOf(reading, later ? (eb) => eb('position', '<', later.position) : (eb) => eb.and([]));
  return { position: last?.position ?? '', last };
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
