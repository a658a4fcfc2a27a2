/** The only source of time. Deciders, folds and projections know none. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** By which the clock is asked for where dependencies are injected. */
export const CLOCK = Symbol('clock');
