import type { Bench } from './bench.js';

/** Measures one side once, under conditions of its own. More is better where there is a rival: a rate per second. */
export type Measure = () => Promise<number>;

/** Both sides of a comparison, ready to be measured in turn. */
export interface Sides {
  readonly work: Measure;
  /** Absent where the work's own figure is judged. */
  readonly rival?: Measure;
  /** What is measured with them and printed beside them, by its name; it is judged by nobody. */
  readonly beside?: { readonly name: string; readonly measure: Measure };
}

/** How far a figure has to reach. */
export interface Reach {
  /** As printed: `≥ 1.2×`, `≤ 100 ms`. */
  readonly text: string;
  /** What follows the figure: `×`, ` ms`. */
  readonly unit: string;
  isReachedBy(value: number): boolean;
}

/** One row of the table. Each is a file in `comparisons/`, and a line in `comparisons.ts`. */
export interface Comparison {
  /** Short, for `--only` and for progress. */
  readonly name: string;
  /** What the product does. */
  readonly work: string;
  /** What it is held against; `–` where the figure stands for itself. */
  readonly rival: string;
  readonly reach: Reach;
  /** What each side's figure counts, in progress: ` entries/s`, ` ms`. */
  readonly unit: string;
  /** Why it cannot be measured here; nothing where it can. */
  readonly missing?: () => string | undefined;
  /** Called once, before the first round. */
  prepare(bench: Bench): Sides | Promise<Sides>;
}

/** The work does at least so many times what the rival does. */
export function atLeast(times: number): Reach {
  return { text: `≥ ${String(times)}×`, unit: '×', isReachedBy: (value) => value >= times };
}

/** The work takes at most so many times what the rival does. */
export function atMost(times: number): Reach {
  return { text: `≤ ${String(times)}×`, unit: '×', isReachedBy: (value) => value <= times };
}

/** The figure is at most so many milliseconds. */
export function atMostMs(milliseconds: number): Reach {
  return { text: `≤ ${String(milliseconds)} ms`, unit: ' ms', isReachedBy: (value) => value <= milliseconds };
}
