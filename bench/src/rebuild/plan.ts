/** What a process is told that writes a log. */
export interface LogPlan {
  readonly log: string;
  /** That it is to hold in the end. */
  readonly campaigns: number;
  /** That it holds already; none unless given. */
  readonly from?: number;
  /** Whether the long campaign goes on beside them. */
  readonly withLongCampaign?: boolean;
}

/** What a process is told that builds read models from a log. */
export interface RebuildPlan {
  readonly log: string;
  /** The file to build them in, which is not there yet. */
  readonly readDatabase: string;
  /** Read models of that log as the product builds them: where the bare program has its rows from. */
  readonly reference: string;
}

/** How long it took. */
export interface RebuildAnswer {
  readonly seconds: number;
}

export interface ProductAnswer extends RebuildAnswer {
  /** Tells the read models' rows from others: the same for the same rows. */
  readonly digest: string;
}
