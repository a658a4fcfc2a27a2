import { BroadcastChannel } from 'node:worker_threads';

/** Commits of other processes are looked for so often, while somebody waits. */
const POLL_MS = 40;

/** A moment in the log's life, taken before a read: what the read did not see comes after it. */
export interface Moment {
  readonly announced: number;
  readonly dataVersion: number;
}

interface Waiter {
  readonly since: Moment;
  readonly wake: () => void;
}

/**
 * Tells those who wait for events that some may have come. Commits of this process are announced, to its other threads
 * by a channel that is named after the log; those of other processes show in SQLite's `data_version`.
 */
export class CommitWatch {
  private readonly channel: BroadcastChannel;
  private readonly waiters = new Set<Waiter>();
  private announced = 0;
  private poll: NodeJS.Timeout | undefined;
  private over = false;

  /** @param dataVersion reads a number that differs once another connection has committed */
  constructor(
    logId: string,
    private readonly dataVersion: () => number,
  ) {
    this.channel = new BroadcastChannel(`demarche-log-${logId}`);
    this.channel.onmessage = () => this.heard();
    // Whoever waits keeps the process alive by polling; the channel alone must not.
    this.channel.unref();
  }

  /** A commit was made here. */
  announce(): void {
    this.heard();
    this.channel.postMessage(null);
  }

  now(): Moment {
    return { announced: this.announced, dataVersion: this.dataVersion() };
  }

  /** Resolves when there may have been a commit since the moment, when the signal aborts, or when all is over. */
  async next(since: Moment, signal: AbortSignal): Promise<void> {
    if (this.over || signal.aborted || since.announced !== this.announced) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiters.delete(waiter);
        if (this.waiters.size === 0) this.stopPolling();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiter: Waiter = { since, wake };
      this.waiters.add(waiter);
      signal.addEventListener('abort', wake);
      this.poll ??= setInterval(() => this.look(), POLL_MS);
    });
  }

  /** Nobody waits any more. */
  get isOver(): boolean {
    return this.over;
  }

  /** Lets everybody go who waits. */
  end(): void {
    this.over = true;
    this.wakeAll();
    this.channel.close();
  }

  private heard(): void {
    this.announced++;
    this.wakeAll();
  }

  private look(): void {
    const version = this.versionOrNothing();
    for (const waiter of [...this.waiters]) if (waiter.since.dataVersion !== version) waiter.wake();
  }

  /** Where it cannot be read, those who wait are woken to find out why. */
  private versionOrNothing(): number {
    try {
      return this.dataVersion();
    } catch {
      return NaN;
    }
  }

  private wakeAll(): void {
    for (const waiter of [...this.waiters]) waiter.wake();
  }

  private stopPolling(): void {
    clearInterval(this.poll);
    this.poll = undefined;
  }
}
