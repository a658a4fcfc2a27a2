import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BenchOptions {
  /** Of each measurement over HTTP, and before it. */
  readonly seconds: number;
  readonly warmUp: number;
  /** Folder for CPU profiles of the product's processes. */
  readonly profile: string | undefined;
}

/** What the measurements of one run share. */
export class Bench {
  readonly measureMs: number;
  readonly warmUpMs: number;
  /** What Node is told when it runs the product, beside the product itself. */
  readonly productArguments: readonly string[];
  /** Entries a second that were logged on 64 objects, each time it was measured in this run. */
  readonly writeRates: number[] = [];
  /** The same with the log on an EventStoreDB. */
  readonly writeRatesOnEventStoreDb: number[] = [];
  /** Data folders that are expensive to make, by what they hold: made once a run. */
  readonly dataFolders = new Map<number, Promise<string>>();
  private readonly folders = new Set<string>();

  constructor({ seconds, warmUp, profile }: BenchOptions) {
    this.measureMs = seconds * 1_000;
    this.warmUpMs = warmUp * 1_000;
    this.productArguments = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  }

  /** An empty folder on the file system of temporary files. */
  newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'demarche-bench-'));
    this.folders.add(folder);
    return folder;
  }

  /** Runs with an empty folder, which is done away with afterwards. */
  async inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
    const folder = this.newFolder();
    try {
      return await use(folder);
    } finally {
      this.remove(folder);
    }
  }

  /** Does away with every folder that is left. */
  clean(): void {
    for (const folder of this.folders) this.remove(folder);
  }

  private remove(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
    this.folders.delete(folder);
  }
}
