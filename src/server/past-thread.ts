import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { unpackedError, type PastAnswer, type PastQuestion, type PastWork } from './past-questions.js';

/** Questions that wait at once, at most. */
const MOST_WAITING = 100;
/** Unasked, it begins for the sake of snapshots alone, and those can wait until the server is long up. */
const STARTS_AFTER_MS = 60_000;

/** A question that takes longer is given up. */
const STOPS_WITHIN_MS = 1_000;

/** So many questions about the past wait already that another would wait too long. */
export class PastBusy extends Error {
  override readonly name = 'PastBusy';
}

interface Waiting {
  readonly settle: (answered: Record<string, unknown>) => void;
  readonly fail: (error: Error) => void;
}

/** The thread that knows the past, seen from the server's. Begun when it is first asked, or a minute after the server. */
export class PastThread {
  private worker: Worker | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Map<number, Waiting>();
  private readonly starting: NodeJS.Timeout;
  private asked = 0;
  private ending = false;

  constructor(
    private readonly work: PastWork,
    private readonly onFailed: (error: Error) => void,
  ) {
    this.starting = setTimeout(() => {
      if (!this.ending) this.running();
    }, STARTS_AFTER_MS).unref();
  }

  /** @throws PastBusy; whatever the question is answered with */
  ask(question: Omit<PastQuestion, 'id'>): Promise<Record<string, unknown>> {
    if (this.ending || this.waiting.size >= MOST_WAITING)
      return Promise.reject(new PastBusy('too many questions about the past wait already'));
    const id = this.asked++;
    const worker = this.running();
    return new Promise((settle, fail) => {
      this.waiting.set(id, { settle, fail });
      worker.postMessage({ ...question, id });
    });
  }

  async stop(): Promise<void> {
    this.ending = true;
    clearTimeout(this.starting);
    this.worker?.postMessage('stop');
    await Promise.race([this.exited, wait(STOPS_WITHIN_MS)]);
    await this.worker?.terminate();
  }

  private running(): Worker {
    return (this.worker ??= this.start());
  }

  private start(): Worker {
    const worker = new Worker(new URL('./past-worker.js', import.meta.url), { workerData: this.work });
    this.exited = once(worker, 'exit').catch(() => undefined);
    worker.on('message', ({ id, answered, failed }: PastAnswer) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (answered) waiting?.settle(answered);
      else if (failed) waiting?.fail(unpackedError(failed));
    });
    worker.on('error', this.onFailed);
    worker.on('exit', () => {
      this.worker = undefined;
      for (const { fail } of this.waiting.values()) fail(new PastBusy('the thread that knows the past died'));
      this.waiting.clear();
    });
    return worker;
  }
}
