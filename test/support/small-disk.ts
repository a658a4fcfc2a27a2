import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, in memory, so small that it is soon full. */
export class SmallDisk {
  private constructor(readonly path: string) {}

  /** Mounts one; where that is not allowed, says why. */
  static mount(megabytes: number): SmallDisk | string {
    const path = mkdtempSync(join(tmpdir(), 'demarche-disk-'));
    const options = ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', path];
    const { status, stderr, error } = spawnSync('mount', options, { encoding: 'utf8' });
    if (status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    return error?.message ?? stderr.trim();
  }

  /** Fills it to its last byte. */
  fill(): void {
    for (const block of [2 ** 20, 4096, 1])
      try {
        for (;;) writeFileSync(join(this.path, 'filler'), Buffer.alloc(block), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
  }

  makeRoom(): void {
    rmSync(join(this.path, 'filler'));
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true });
  }
}
