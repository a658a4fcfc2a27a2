import { AppendTooLarge, OutcomeUnknown, StoreUnavailable, WrongRevision } from './event-store.js';
import { Refusal } from './refusal.js';
import { IdempotencyKeyReused, PreconditionFailed, RaceLost } from './submission.js';

/**
 * What became of a command. The first three were accepted; the last three are the server's or the store's affair, and
 * every other is an answer to what was asked.
 *
 * - `written`, `unchanged` (nothing would change), `repeated` (it was written before, under the same key)
 * - `refused` (a rule, or no such object), `stale` (`If-Match` named another revision), `key_reused`, `race_lost`,
 *   `too_large`
 * - `unavailable` (the store does not answer; nothing was written), `unknown` (it may have been), `failed` (a fault)
 */
export const COMMAND_OUTCOMES = [
  'written',
  'unchanged',
  'repeated',
  'refused',
  'stale',
  'key_reused',
  'race_lost',
  'too_large',
  'unavailable',
  'unknown',
  'failed',
] as const;
export type CommandOutcome = (typeof COMMAND_OUTCOMES)[number];

/** What became of one try to append; a lost race is decided and tried again. */
export const APPEND_OUTCOMES = ['written', 'race_lost', 'too_large', 'unavailable', 'unknown', 'failed'] as const;
export type AppendOutcome = (typeof APPEND_OUTCOMES)[number];

/** What an error says has become of the command. */
export function outcomeOfCommand(error: unknown): CommandOutcome {
  if (error instanceof Refusal) return 'refused';
  if (error instanceof PreconditionFailed) return 'stale';
  if (error instanceof IdempotencyKeyReused) return 'key_reused';
  if (error instanceof RaceLost) return 'race_lost';
  return outcomeOfAppend(error);
}

/** What an error says has become of the append. */
export function outcomeOfAppend(error: unknown): AppendOutcome {
  if (error instanceof WrongRevision) return 'race_lost';
  if (error instanceof AppendTooLarge) return 'too_large';
  if (error instanceof StoreUnavailable) return 'unavailable';
  if (error instanceof OutcomeUnknown) return 'unknown';
  return 'failed';
}
