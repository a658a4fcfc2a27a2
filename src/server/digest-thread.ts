import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LiveReadModel } from '../../projections/digest.js';
import type { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { serverStopping } from '../http/stopping.js';

/**
 * Digests of the live read models, made in a thread of their own: of a long log that takes a while, and neither commands
 * nor other reads wait for it. The thread is there for as long as it has something to do.
 */
export class DigestThread {
  private known: { readonly changes: number; readonly readModels: readonly LiveReadModel[] } | undefined;
  private looking: Promise<readonly LiveReadModel[]> | undefined;
  private worker: Worker | undefined;
  private ending = false;

  /** @param database the same file, on a connection that tells whether anything has changed there */
  constructor(
    private readonly file: string,
    private readonly database: Pick<SqliteReadDatabase, 'changes'>,
  ) {}

  /** Every live read model, all of one moment. Whoever asks meanwhile shares the look that is under way. */
  look(): Promise<readonly LiveReadModel[]> {
    this.looking ??= this.lookAgain().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  /** The same, of a moment that is not before now. */
  async lookFromNow(): Promise<readonly LiveReadModel[]> {
    await this.looking?.catch(() => undefined);
    return this.look();
  }

  /** Ends at once; who waits for a look is refused. */
  async stop(): Promise<void> {
    this.ending = true;
    await this.worker?.terminate();
  }

  private async lookAgain(): Promise<readonly LiveReadModel[]> {
    const { changes } = this.database;
    if (this.known?.changes === changes) return this.known.readModels;
    const readModels = await this.compute();
    this.known = { changes, readModels };
    return readModels;
  }

  private async compute(): Promise<readonly LiveReadModel[]> {
    const worker = new Worker(new URL('./digest-worker.js', import.meta.url), { workerData: this.file });
    this.worker = worker;
    const ended = once(worker, 'exit').then(() => {
      throw this.ending ? serverStopping() : new Error('the thread that makes digests ended without any');
    });
    const [readModels] = (await Promise.race([once(worker, 'message'), ended])) as [readonly LiveReadModel[]];
    return readModels;
  }
}
