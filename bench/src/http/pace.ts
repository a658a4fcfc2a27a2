import { setTimeout as wait } from 'node:timers/promises';
import type { LoadAnswer, LoadTimes } from './load.js';

/** So many are sent a second, whether or not those before are answered. */
export interface Pace extends LoadTimes {
  readonly perSecond: number;
}

/** What was sent, and since when it counts. */
export interface Paced {
  readonly sent: number;
  readonly measuredFrom: number;
  readonly seconds: number;
}

/** What came of a load that was sent at its times. */
export interface PacedAnswer extends LoadAnswer {
  /** Of what was measured of each; none is below 0. */
  readonly p99Ms: number;
}

/** Sends at this rate, a millisecond apart at least. */
export async function pace({ perSecond, warmUpMs, measureMs }: Pace, send: (index: number) => void): Promise<Paced> {
  const from = performance.now();
  const measuredFrom = from + warmUpMs;
  const until = measuredFrom + measureMs;
  let sent = 0;
  for (let now = from; now < until; now = performance.now()) {
    for (const due = ((now - from) / 1_000) * perSecond; sent < due; sent++) send(sent);
    await wait(1);
  }
  return { sent, measuredFrom, seconds: (performance.now() - measuredFrom) / 1_000 };
}
