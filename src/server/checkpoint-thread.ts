import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The thread that copies write-ahead logs, seen from the server's. Without it, those who write do so themselves. */
export class CheckpointThread {
  private readonly worker: Worker;
  private readonly exited: Promise<unknown>;

  /** @param files SQLite databases that exist */
  constructor(files: readonly string[], onFailed: (error: Error) => void) {
    this.worker = new Worker(new URL('./checkpoint-worker.js', import.meta.url), { workerData: files });
    this.worker.on('error', onFailed);
    this.exited = once(this.worker, 'exit').catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.worker.postMessage('stop');
    await this.exited;
  }
}
