import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from '../../src/event-sourcing/event.js';

/** A snapshot is due once the log has grown by so much since the last. */
const GROWTH = 1.2;
/** Before that, to begin at the beginning takes no time. */
const FIRST_AT = 10_000;
/** All snapshots together have room for this many copies of the largest, or for so many bytes where that is more. */
const COPIES = 3;
const ALWAYS_ALLOWED_BYTES = 256 * 2 ** 20;

const NAME = /^snapshot-([0-9a-f]{32}\.[0-9a-f]{16})\.sqlite$/;

/** A copy of the read database as it was at a position. */
export interface Snapshot {
  readonly position: Position;
  readonly file: string;
}

/** The snapshots of a log in a folder: spaced geometrically, bounded in bytes, thrown away freely. */
export class Snapshots {
  constructor(
    readonly folder: string,
    private readonly logId: string,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      const position = NAME.exec(name)?.[1];
      if (!position?.startsWith(`${logId}.`)) rmSync(join(folder, name), { force: true });
    }
  }

  /** The last at or before a position, but for some files. */
  nearest(position: Position, except: ReadonlySet<string> = new Set()): Snapshot | undefined {
    return this.all().findLast((snapshot) => snapshot.position <= position && !except.has(snapshot.file));
  }

  /** Whether the log has grown so much that one is worth its bytes, which the disk has room for twice. */
  isDue(position: Position, bytes: number): boolean {
    const last = this.all().at(-1);
    const grown = placeOf(position) >= (last ? GROWTH * placeOf(last.position) : FIRST_AT);
    if (!grown) return false;
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize > 2 * bytes + ALWAYS_ALLOWED_BYTES;
  }

  /** Keeps what is copied into a file; others may have to go for it. */
  async keep(position: Position, copyTo: (file: string) => Promise<void>): Promise<void> {
    const unfinished = join(this.folder, 'unfinished');
    this.discard(unfinished);
    await copyTo(unfinished);
    renameSync(unfinished, join(this.folder, `snapshot-${position}.sqlite`));
    this.thin();
  }

  discard(file: string): void {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
  }

  private all(): Snapshot[] {
    return readdirSync(this.folder)
      .flatMap((name) => {
        const position = NAME.exec(name)?.[1];
        return position?.startsWith(this.logId) ? [{ position, file: join(this.folder, name) }] : [];
      })
      .toSorted((a, b) => (a.position < b.position ? -1 : 1));
  }

  /** Lets go first of what leaves the smallest gap behind; the last one stays. */
  private thin(): void {
    for (let all = this.all(); all.length > 1 && isTooMuch(all); all = this.all()) {
      const gap = (index: number): number =>
        placeOf(all[index + 1]?.position ?? '') / placeOf(all[index - 1]?.position ?? '');
      const [least] = all
        .slice(0, -1)
        .map((_, index) => index)
        .toSorted((a, b) => gap(a) - gap(b));
      this.discard(all[least ?? 0]?.file ?? '');
    }
  }
}

function isTooMuch(all: readonly Snapshot[]): boolean {
  const bytes = all.map(({ file }) => statSync(file).size);
  const sum = bytes.reduce((a, b) => a + b, 0);
  return sum > Math.max(COPIES * Math.max(...bytes), ALWAYS_ALLOWED_BYTES);
}

/** Positions end in a number of fixed width, which grows with the log. */
function placeOf(position: Position): number {
  return Number(`0x${position.slice(position.indexOf('.') + 1) || '1'}`) || 1;
}
