import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { HeldList } from '../../projections/reading/whole-list.js';
import {
  unpackedError,
  type ListHeld,
  type ListPage,
  type PastMessage,
  type PastQuestion,
  type PastRequest,
  type PastWork,
  type RouteQuestion,
  type Trouble,
} from './past-questions.js';

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
  readonly settle: (answered: object) => void;
  readonly fail: (error: Error) => void;
}

export interface PastThreadOptions {
  readonly onFailed: (error: Error) => void;
  /** A snapshot was due and could not be taken: questions about the whole log take longer from now on. */
  readonly onSnapshotFailed: (because: Trouble) => void;
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
    private readonly options: PastThreadOptions,
  ) {
    this.starting = setTimeout(() => {
      if (!this.ending) this.running();
    }, STARTS_AFTER_MS).unref();
  }

  /** @throws PastBusy; whatever the question is answered with */
  async ask(question: RouteQuestion): Promise<Record<string, unknown>> {
    return (await this.send(question, this.asked++)) as Record<string, unknown>;
  }

  /** A whole list of the past. @throws PastBusy; whatever the question is answered with */
  async hold(question: Omit<RouteQuestion, 'kind'>): Promise<HeldList> {
    const list = this.asked++;
    const { position, asOf } = (await this.send({ ...question, kind: 'hold' }, list)) as ListHeld;
    const close = (): void => {
      this.worker?.postMessage({ kind: 'let-go', list } satisfies PastRequest);
    };
    return { position, asOf, pages: this.pagesOf(list), close };
  }

  async stop(): Promise<void> {
    this.ending = true;
    clearTimeout(this.starting);
    this.worker?.postMessage({ kind: 'stop' } satisfies PastRequest);
    await Promise.race([this.exited, wait(STOPS_WITHIN_MS)]);
    await this.worker?.terminate();
  }

  private async *pagesOf(list: number): AsyncGenerator<readonly object[]> {
    for (;;) {
      const { items } = (await this.send({ kind: 'page', list }, this.asked++)) as ListPage;
      if (items === null) return;
      yield items;
    }
  }

  private send(question: PastQuestion, id: number): Promise<object> {
    if (this.ending || this.waiting.size >= MOST_WAITING)
      return Promise.reject(new PastBusy('too many questions about the past wait already'));
    const worker = this.running();
    return new Promise((settle, fail) => {
      this.waiting.set(id, { settle, fail });
      worker.postMessage({ ...question, id } satisfies PastRequest);
    });
  }

  private running(): Worker {
    return (this.worker ??= this.start());
  }

  private start(): Worker {
    const worker = new Worker(new URL('./past-worker.js', import.meta.url), { workerData: this.work });
    this.exited = once(worker, 'exit').catch(() => undefined);
    worker.on('message', (message: PastMessage) => {
      this.hear(message);
    });
    worker.on('error', this.options.onFailed);
    worker.on('exit', () => {
      this.worker = undefined;
      for (const { fail } of this.waiting.values()) fail(new PastBusy('the thread that knows the past died'));
      this.waiting.clear();
    });
    return worker;
  }

  private hear(message: PastMessage): void {
    if (message.kind === 'snapshot-failed') {
      this.options.onSnapshotFailed(message.because);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.settle(message.answered);
    else waiting?.fail(unpackedError(message.failed));
  }
}
