import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../event-sourcing/event-store.js';
import { isBusy, sqliteCodeOf } from './sqlite-errors.js';

/** A busy database is tried again after so long. */
export const RETRY_MS = 4;

/** For how long a busy database is tried again: while it says so. */
export type Patience = () => boolean;

export function patientFor(milliseconds: number): Patience {
  const deadline = performance.now() + milliseconds;
  return () => performance.now() < deadline;
}

/**
 * Does what may find the database busy, again and again without holding up the event loop.
 *
 * @throws StoreUnavailable when it stays busy for longer than the patience, or SQLite fails in another way
 */
export async function whenFree<Result>(work: () => Result, isPatient: Patience): Promise<Result> {
  for (;;) {
    try {
      return work();
    } catch (cause) {
      if (sqliteCodeOf(cause) === '') throw cause;
      if (!isBusy(cause) || !isPatient()) throw new StoreUnavailable('the log could not be read', { cause });
    }
    await sleep(RETRY_MS);
  }
}
