import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Categories } from '../../projections/projector.js';
import type { LogLocation } from './open-event-store.js';
import type { CommitFeed } from '../../projections/reading/read-models.js';

/** What the thread needs to know. */
export interface ProjectorWork {
  readonly log: LogLocation;
  readonly readDatabase: string;
}

export type ProjectorMessage =
  | { readonly kind: 'committed'; readonly categories: Categories }
  | { readonly kind: 'notice'; readonly notice: string; readonly readModel: string }
  | { readonly kind: 'subscription-dropped' };

interface Events {
  committed: [categories: Categories];
  notice: [notice: string, readModel: string];
  subscriptionDropped: [];
  failed: [error: Error];
}

const RESTART_MS = 1_000;
/** A batch's events and rows die together; in less room than that, every minor collection copies all of them. */
const YOUNG_GENERATION_MB = 96;

/** The projector's thread, seen from the server's. Started again if it dies. */
export class ProjectionThread implements CommitFeed {
  /** Whether the thread died and is not back yet. */
  isDown = false;
  private readonly events = new EventEmitter<Events>().setMaxListeners(0);
  private worker: Worker;
  private exited: Promise<unknown> = Promise.resolve();
  private ending = false;

  constructor(private readonly work: ProjectorWork) {
    this.worker = this.start();
  }

  onCommitted(listener: (categories: Categories) => void): () => void {
    this.events.on('committed', listener);
    return () => this.events.off('committed', listener);
  }

  onNotice(listener: (notice: string, readModel: string) => void): void {
    this.events.on('notice', listener);
  }

  onSubscriptionDropped(listener: () => void): void {
    this.events.on('subscriptionDropped', listener);
  }

  onFailed(listener: (error: Error) => void): void {
    this.events.on('failed', listener);
  }

  /** Ends after the batch that is under way; at once where the thread is dead. */
  async stop(): Promise<void> {
    this.ending = true;
    this.worker.postMessage('stop');
    await this.exited;
  }

  private start(): Worker {
    const worker = new Worker(new URL('./projection-worker.js', import.meta.url), {
      workerData: this.work,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.exited = once(worker, 'exit').catch(() => undefined);
    worker.on('online', () => {
      this.isDown = false;
    });
    worker.on('message', (message: ProjectorMessage) => {
      this.pass(message);
    });
    worker.on('error', (error) => this.events.emit('failed', error));
    worker.on('exit', () => {
      if (this.ending) return;
      this.isDown = true;
      setTimeout(() => {
        if (!this.ending) this.worker = this.start();
      }, RESTART_MS);
    });
    return worker;
  }

  private pass(message: ProjectorMessage): void {
    switch (message.kind) {
      case 'committed':
        this.events.emit('committed', message.categories);
        return;
      case 'notice':
        this.events.emit('notice', message.notice, message.readModel);
        return;
      case 'subscription-dropped':
        this.events.emit('subscriptionDropped');
    }
  }
}
