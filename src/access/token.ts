import { hash, randomBytes } from 'node:crypto';

/** A new token: 256 random bits, recognisable as one of ours. */
export function drawToken(): string {
  return `dmr_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 of a token, hex: all that is ever kept of it. */
export function hashOfToken(token: string): string {
  return hash('sha256', token);
}
