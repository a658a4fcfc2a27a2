import cliProgress from 'cli-progress';

const LINE_EVERY_MS = 1_000;

/** Shows how far some work is: a bar on a terminal, elsewhere a line now and then. On standard error. */
export class Progress {
  private bar: cliProgress.SingleBar | undefined;
  private saidAt: number | undefined;

  /** @param done what has been done to that many, as a past participle */
  constructor(private readonly done: string) {}

  at(count: number, of: number): void {
    if (process.stderr.isTTY) this.draw(count, of);
    else this.say(count, of);
  }

  /** Takes the bar away. */
  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private draw(count: number, of: number): void {
    this.bar ??= this.start(of);
    this.bar.setTotal(of);
    this.bar.update(count);
  }

  private start(of: number): cliProgress.SingleBar {
    const format = `${this.done} {bar} {value} of {total}`;
    const bar = new cliProgress.SingleBar(
      { format, clearOnComplete: true, stopOnComplete: false, hideCursor: false },
      cliProgress.Presets.shades_grey,
    );
    bar.start(of, 0);
    return bar;
  }

  private say(count: number, of: number): void {
    const now = performance.now();
    this.saidAt ??= now;
    if (now - this.saidAt < LINE_EVERY_MS) return;
    this.saidAt = now;
    process.stderr.write(`${this.done} ${String(count)} of ${String(of)}\n`);
  }
}
