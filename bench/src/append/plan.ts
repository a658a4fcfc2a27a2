/** What a process is told that appends. */
export interface AppendPlan {
  /** The log, which is not there yet. */
  readonly file: string;
  /** Events of each stream that are appended before anything is measured, and those that are. */
  readonly warmUp: number;
  readonly measured: number;
}

/** How long the measured ones took. */
export interface AppendAnswer {
  readonly seconds: number;
}
