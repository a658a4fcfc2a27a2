import { isDeepStrictEqual } from 'node:util';
import type { Body } from './bodies.js';

/** What other entries refer to is not patched. */
const NEVER_PATCHED = /^(id|version)$|(Id|Version)$/;

/** Whether a field can be put right. */
export function isPatchable(field: string): boolean {
  return !NEVER_PATCHED.test(field);
}

/** The patch (RFC 7396) that makes one of the other. */
export function patchBetween(from: Body, to: Body): Body {
  const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = fields.filter((field) => !isDeepStrictEqual(from[field], to[field]));
  return Object.fromEntries(changed.map((field) => [field, patchOf(from[field], to[field])]));
}

function patchOf(from: unknown, to: unknown): unknown {
  if (to === undefined) return null;
  return isObject(from) && isObject(to) ? patchBetween(from, to) : to;
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
