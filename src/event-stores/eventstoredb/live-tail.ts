import type { AllStreamSubscription } from '@eventstore/db-client';
import type { PositionedEvent } from '../../event-sourcing/event.js';
import type { Access } from './access.js';
import { letGo, subscribeToOurs } from './our-subscription.js';
import { Pauses } from './patience.js';
import { isTooSlow } from './server-errors.js';

/** Events kept for followers; whoever falls further behind reads pages. */
const KEPT = 4_096;

interface Kept {
  readonly place: bigint;
  readonly event: PositionedEvent;
}

/**
 * The newest events of the log as the server sends them: one subscription, however many follow. It is dropped on any
 * burst, and begun again from the last event taken.
 */
export class LiveTail {
  private kept: Kept[] = [];
  /** All events after this place, up to the last one taken, are kept; undefined until somebody asked. */
  private from: bigint | undefined;
  private taken = 0n;
  private subscription: AllStreamSubscription | undefined;
  private over = false;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly access: Access,
    private readonly onDropped: () => void,
  ) {}

  /** At most `limit` events after a place, none where none has come yet; undefined where it does not reach back so far. */
  after(place: bigint, limit: number): PositionedEvent[] | undefined {
    if (this.from === undefined || place < this.from) return undefined;
    const index = this.kept.findLastIndex((kept) => kept.place <= place) + 1;
    return this.kept.slice(index, index + limit).map(({ event }) => event);
  }

  /** Follows from a place on, unless it does so already. */
  begin(place: bigint): void {
    if (this.from !== undefined || this.over) return;
    this.from = this.taken = place;
    this.subscribe();
  }

  /** Begins anew from what was taken: the subscription may have fallen silent. */
  beginAgain(): void {
    if (this.from === undefined || this.over) return;
    this.letGo();
    this.subscribe();
  }

  /** Resolves when something has come, after so many milliseconds, when the signal aborts, or when all is over. */
  async changed(signal: AbortSignal, atMostMs: number): Promise<void> {
    if (this.over || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, atMostMs);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  get isOver(): boolean {
    return this.over;
  }

  end(): void {
    this.over = true;
    this.letGo();
    this.wakeAll();
  }

  private subscribe(pauses = new Pauses()): void {
    const subscription = subscribeToOurs(this.access, this.taken);
    this.subscription = subscription;
    let isQuiet = true;
    subscription.on('data', (resolved) => {
      isQuiet = false;
      const event = this.access.stored.ofLog(resolved, this.access.positions);
      const place = resolved.event?.position.commit;
      if (event && place !== undefined) this.take({ place, event });
    });
    const ended = (error?: unknown): void => {
      if (subscription !== this.subscription) return;
      this.letGo();
      this.onDropped();
      void this.resubscribe(isTooSlow(error) || !isQuiet ? undefined : pauses);
    };
    subscription.on('error', ended);
    subscription.on('end', () => {
      ended();
    });
  }

  /** At once after a burst; where nothing came before the end, after a pause. */
  private async resubscribe(pauses: Pauses | undefined): Promise<void> {
    await pauses?.pause();
    if (!this.over && !this.subscription) this.subscribe(pauses);
  }

  /** What was delivered twice is passed over. */
  private take(kept: Kept): void {
    if (kept.place <= this.taken) return;
    this.taken = kept.place;
    this.kept.push(kept);
    if (this.kept.length > 2 * KEPT) {
      this.from = this.kept[KEPT - 1]?.place ?? this.from;
      this.kept = this.kept.slice(KEPT);
    }
    this.wakeAll();
  }

  private letGo(): void {
    const { subscription } = this;
    this.subscription = undefined;
    if (subscription) letGo(subscription);
  }

  private wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
