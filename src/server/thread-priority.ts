import { constants, setPriority } from 'node:os';

const PRIORITIES = {
  /** Those who wait for it should not wait long. */
  below: constants.priority.PRIORITY_BELOW_NORMAL,
  /** Whoever asks can wait for all others. */
  low: constants.priority.PRIORITY_LOW,
} as const;

/**
 * Lets commands come first where there is not enough of the machine for both: for the thread that calls it. Only Linux
 * knows priorities of threads.
 */
export function giveWay(priority: keyof typeof PRIORITIES): void {
  if (process.platform === 'linux') setPriority(PRIORITIES[priority]);
}
