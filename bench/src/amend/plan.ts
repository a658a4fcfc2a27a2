/** What a process is told that corrects entries of the long campaign, or folds it once. */
export interface AmendPlan {
  readonly log: string;
  readonly readDatabase: string;
  /** How often, first without being counted. */
  readonly warmUp: number;
  readonly measured: number;
}

export interface AmendAnswer {
  readonly p50Ms: number;
}

/** Of a correction, what its two halves took: deciding and appending, and telling the stream again. */
export interface CorrectionAnswer extends AmendAnswer {
  readonly decidedMs: number;
  readonly toldAgainMs: number;
}
