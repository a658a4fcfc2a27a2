import type { Clock } from '../event-sourcing/clock.js';
import type { Position } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';

/** Events that are counted; where there are more, the lag says so many, and the seconds say the rest. */
export const LAG_COUNTED_TO = 1_000;

/** How far a read model is behind the log. */
export interface Lag {
  /** Events of this log after its checkpoint, at most {@link LAG_COUNTED_TO}. */
  readonly events: number;
  /** Since the first of them was recorded; 0 where there is none. */
  readonly seconds: number;
}

/**
 * Looks how far checkpoints are behind the log, by reading what comes after them: positions of one store count events,
 * those of another bytes, so nothing follows from their difference.
 */
export class ProjectionLag {
  private looking: Promise<Map<string, Lag>> | undefined;

  /** @param checkpoints where each read model goes on reading, by its name */
  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly clock: Clock,
    private readonly checkpoints: () => Map<string, Position | 'start'>,
  ) {}

  /** By read model, but for those whose log cannot be read. Whoever asks meanwhile shares the look that is under way. */
  look(): Promise<Map<string, Lag>> {
    this.looking ??= this.measure().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async measure(): Promise<Map<string, Lag>> {
    const lags = new Map<string, Lag>();
    const known = new Map<Position, Lag | undefined>();
    for (const [name, checkpoint] of this.checkpoints()) {
      if (!known.has(checkpoint)) known.set(checkpoint, await this.after(checkpoint).catch(() => undefined));
      const lag = known.get(checkpoint);
      if (lag) lags.set(name, lag);
    }
    return lags;
  }

  private async after(checkpoint: Position | 'start'): Promise<Lag> {
    const { events } = await this.store.readAll(checkpoint, LAG_COUNTED_TO);
    const [first] = events;
    if (!first) return { events: 0, seconds: 0 };
    const since = this.clock.now() - Date.parse(first.metadata.recordedAt);
    return { events: events.length, seconds: Math.max(0, since / 1_000) };
  }
}
