/** What a process is told that folds the long campaign by hand. */
export interface ByHandPlan {
  readonly log: string;
  /** Places in the log: the moments that are asked for, one after another. */
  readonly places: readonly number[];
  /** So many of them are not counted. */
  readonly warmUp: number;
}

export interface ByHandAnswer {
  readonly p50Ms: number;
  /** To the last question. */
  readonly answer: object;
}

/** What a process is told that replays a log. */
export interface ReplayPlan {
  readonly log: string;
  /** So much of it, from the first event on. */
  readonly events: number;
}

export interface ReplayAnswer {
  readonly seconds: number;
}

/** What a process is told that floods a server with questions about the past. */
export interface FloodPlan {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clients: number;
  /** Positions between which the moments lie. */
  readonly from: string;
  readonly to: string;
  readonly lastsMs: number;
}

export interface FloodAnswer {
  readonly answered: number;
  readonly toldToComeAgain: number;
}
