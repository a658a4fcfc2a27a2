import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from '../statistics.js';
import type { Paced, PacedAnswer } from './pace.js';

/** Whatever has been answered is seen by then, or never. */
const SEEN_WITHIN_MS = 30_000;

/** When each entry was answered, and when it was first seen, in milliseconds: told alike of the work and of its rival. */
export class Delays {
  private readonly answeredAt = new Map<string, number>();
  private readonly seenAt = new Map<string, number>();

  answered(eventId: string, at: number): void {
    this.answeredAt.set(eventId, at);
  }

  seen(eventId: string, at: number): void {
    if (!this.seenAt.has(eventId)) this.seenAt.set(eventId, at);
  }

  /**
   * What came of a load, once all of it is answered and seen. It may be seen first: then it took no time.
   *
   * @throws where some of it never is
   */
  async over({ sent, measuredFrom, seconds }: Paced): Promise<PacedAnswer> {
    const answered = [...this.answeredAt].filter(([, at]) => at >= measuredFrom);
    await this.complete(sent);
    const delays = answered.map(([eventId, at]) => Math.max(0, (this.seenAt.get(eventId) ?? NaN) - at));
    return { answered: answered.length, seconds, total: sent, p99Ms: percentile(delays, 0.99) };
  }

  private async complete(sent: number): Promise<void> {
    const deadline = performance.now() + SEEN_WITHIN_MS;
    const isSo = (): boolean =>
      this.answeredAt.size === sent && [...this.answeredAt.keys()].every((eventId) => this.seenAt.has(eventId));
    while (!isSo()) {
      if (performance.now() > deadline) throw new Error('some entries were answered, and never seen');
      await wait(20);
    }
  }
}
