import { randomFillSync } from 'node:crypto';

const SALT_BYTES = 16;
/** Random bits are drawn for many salts at once: asking for each alone took a fortieth of a command. */
const pool = Buffer.alloc(256 * SALT_BYTES);
let used = pool.length;

/** 128 random bits, hex. */
export function drawSalt(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const salt = pool.toString('hex', used, used + SALT_BYTES);
  pool.fill(0, used, used + SALT_BYTES);
  used += SALT_BYTES;
  return salt;
}
