import type { LoadTimes } from '../http/load.js';
import type { Pace } from '../http/pace.js';

/** An entry as the product has stored it, read back: what is appended to an EventStoreDB, but for the id. */
export interface StoredEntry {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What a process is told that appends with the bare client. */
export interface AppendPlan extends LoadTimes {
  readonly connectionString: string;
  /** What the names of the streams begin with, before a dot. */
  readonly namespace: string;
  /** One for each appender; all of them may be the same. */
  readonly streams: readonly string[];
  readonly entry: StoredEntry;
  /** The client's way to append: a call for each, or one call for all (BatchAppend). */
  readonly path: 'unary' | 'batch';
  /** Which revision an append expects: the one that its appender's last left, or any. */
  readonly expected: 'exact' | 'any';
}

/** Appends are sent at their times. */
export type PacedAppendPlan = AppendPlan & Pace;
