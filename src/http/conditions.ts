import type { IncomingHttpHeaders } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Revision } from '../event-sourcing/event.js';
import { badHeader } from './http-problem.js';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const REVISION = /^(?:W\/)?"(\d{1,15})"$/;

/** The key that makes sending again safe; drawn where the sender gave none. @throws HttpProblem */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string {
  const given = headers['idempotency-key'];
  if (given === undefined) return randomUUID();
  if (typeof given === 'string' && VISIBLE_ASCII.test(given)) return given;
  throw badHeader('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
}

/** The revision at which alone the command is wanted. @throws HttpProblem */
export function ifMatchOf(headers: IncomingHttpHeaders): Revision | 'exists' | undefined {
  const given = headers['if-match'];
  if (given === undefined) return undefined;
  if (given.trim() === '*') return 'exists';
  const revision = REVISION.exec(given.trim())?.[1];
  if (revision === undefined) throw badHeader('If-Match', 'must be one revision in quotes, such as "3"');
  return BigInt(revision);
}

/** `"4"` */
export function etagOf(revision: Revision | number): string {
  return `"${String(revision)}"`;
}
