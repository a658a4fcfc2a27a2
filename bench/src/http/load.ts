/** How long a load lasts, in milliseconds: first as long as nothing is counted, then as long as it is. */
export interface LoadTimes {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** What a process that puts a server under load is told. */
export interface LoadPlan extends LoadTimes {
  readonly address: string;
  /** Where each client posts: as many clients as there are paths. */
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of it. */
export interface LoadAnswer {
  /** Answers within the time that is measured, and how long that was. */
  readonly answered: number;
  readonly seconds: number;
  /** Answers at all, warm-up and end included. */
  readonly total: number;
}
