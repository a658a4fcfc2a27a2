import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../event-sourcing/event-store.js';
import { isRefusal } from './server-errors.js';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Pauses between tries: twice as long each time, up to a second. */
export class Pauses {
  private next = FIRST_PAUSE_MS;

  /** Resolves after the pause, or when the signal aborts. */
  async pause(signal?: AbortSignal): Promise<void> {
    await sleep(this.next, undefined, signal ? { signal } : {}).catch(() => undefined);
    this.next = Math.min(2 * this.next, LONGEST_PAUSE_MS);
  }
}

/**
 * Reads until it succeeds: again after whatever may pass by itself.
 *
 * @param passes whether an error is the caller's to handle
 * @throws StoreUnavailable when it has not succeeded in time, or never will; whatever passes
 */
export async function patiently<Result>(
  work: () => Promise<Result>,
  patienceMs: number,
  passes: (error: unknown) => boolean = () => false,
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  const pauses = new Pauses();
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      if (passes(cause)) throw cause;
      if (isRefusal(cause) || performance.now() > deadline)
        throw new StoreUnavailable('the log could not be read', { cause });
    }
    await pauses.pause();
  }
}
