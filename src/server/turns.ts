/** Jobs that are done one after another, in the order in which they come. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** What the job gives, once those before it are done. */
  take<Result>(job: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(job);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
