import { statfsSync } from 'node:fs';
import { StoreUnavailable } from '../../event-sourcing/event-store.js';

const MIB = 2 ** 20;
/** Room that entries leave on the disk: write-ahead logs still have to be copied, and read models to catch up. */
export const RESERVED_BYTES = 64 * MIB;
const LOOK_EVERY_MS = 1_000;

/** Bytes that this process may still write to the disk that a folder is on. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Keeps entries from filling the disk to its end, where reads would fail too. */
export class FreeSpace {
  private lookedAt = -Infinity;
  private hasRoom = true;

  constructor(private readonly folder: string) {}

  /** @throws StoreUnavailable where there is too little; seen at most a second late */
  refuseWithoutRoom(): void {
    const now = performance.now();
    if (now - this.lookedAt >= LOOK_EVERY_MS) {
      this.hasRoom = freeBytes(this.folder) >= RESERVED_BYTES;
      this.lookedAt = now;
    }
    if (this.hasRoom) return;
    const least = String(RESERVED_BYTES / MIB);
    throw new StoreUnavailable(`less than ${least} MiB are free on the disk of ${this.folder}; nothing is written`);
  }
}
