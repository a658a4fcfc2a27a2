import {
  streamNameFilter,
  type AllStreamRecordedEvent,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Position,
  type SubscribeToAllOptions,
} from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';

export interface Watching extends Pick<SubscribeToAllOptions, 'fromPosition'> {
  readonly prefix: string;
  /** Events looked at for each checkpoint. */
  readonly window?: number;
}

/** A subscription to `$all` by prefix, and everything that it said. */
export class WatchedSubscription {
  readonly events: AllStreamRecordedEvent[] = [];
  readonly checkpoints: Position[] = [];
  /** In the order in which they came: confirmation, event, checkpoint, caughtUp, fellBehind, error, end. */
  readonly messages: string[] = [];
  error: unknown;
  private readonly subscription: AllStreamSubscription;

  constructor(client: EventStoreDBClient, { prefix, window = 32, ...options }: Watching) {
    const checkpointReached = (_: unknown, position: Position) => {
      this.messages.push('checkpoint');
      this.checkpoints.push(position);
    };
    const filter = streamNameFilter({ prefixes: [prefix], maxSearchWindow: window, checkpointReached });
    this.subscription = client.subscribeToAll({ ...options, filter });
    for (const name of ['confirmation', 'caughtUp', 'fellBehind', 'end'] as const)
      this.subscription.on(name, () => this.messages.push(name));
    this.subscription.on('data', ({ event }) => {
      this.messages.push('event');
      this.events.push(event!);
    });
    this.subscription.on('error', (error) => {
      this.messages.push('error');
      this.error = error;
    });
  }

  /** Waits until it has said this so many times. */
  async until(message: string, times = 1, withinMs = 20_000): Promise<this> {
    const deadline = performance.now() + withinMs;
    while (this.messages.filter((said) => said === message).length < times) {
      if (performance.now() > deadline) throw new Error(`no ${message} (${String(times)}): ${this.messages.join(' ')}`);
      await pause(5);
    }
    return this;
  }

  pause(): void {
    this.subscription.pause();
  }

  resume(): void {
    this.subscription.resume();
  }

  async close(): Promise<void> {
    await this.subscription.unsubscribe();
  }
}
