import type { Aggregate } from '../event-sourcing/decider.js';
import { InvalidFields, type JsonObject } from './json.js';
import { validateCommand } from './validate.js';

const ROUNDS = 8;
/** Bad items that a list is given: enough for the way of errors to be compiled too. */
const BAD_ITEMS = 20;

/**
 * Judges every example, and bad bodies like them, before the first body arrives: the compiler has then seen the way
 * that bodies take, so that the first after a start is refused as fast as any later one.
 */
export function warmUp(aggregates: readonly Aggregate[], now: number): void {
  for (let round = 0; round < ROUNDS; round++)
    for (const { commands } of aggregates)
      for (const [name, { body, example }] of Object.entries(commands)) {
        judge(name, body, { ...example }, now);
        judge(name, body, spoilt(example), now);
      }
}

function judge(name: string, body: new () => object, sent: JsonObject, now: number): void {
  try {
    validateCommand(name, body, structuredClone(sent), now);
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
  }
}

function spoilt(example: Readonly<JsonObject>): JsonObject {
  const bad = Array.from({ length: BAD_ITEMS }, () => ({ kind: '', organisation: '', country: 'XXX', unknown: 1 }));
  const fields = Object.keys(example).map((name) => [name, bad] as const);
  return { ...Object.fromEntries(fields), sources: bad, unknown: null };
}
