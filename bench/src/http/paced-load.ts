import { setTimeout as wait } from 'node:timers/promises';
import { answerAs } from '../children.js';
import { percentile } from '../statistics.js';
import { followLive } from './live-stream.js';
import type { LoadAnswer, LoadPlan } from './load.js';
import { PostClient } from './post-client.js';

/** Requests are sent at this rate, whether or not those before are answered. */
export interface PacedPlan extends LoadPlan {
  readonly perSecond: number;
}

export interface PacedAnswer extends LoadAnswer {
  /** Of the time between an entry's answer and the moment at which it came on the live stream; none is below 0. */
  readonly p99Ms: number;
}

/** Whatever has been answered is seen by then, or never. */
const SEEN_WITHIN_MS = 30_000;

/**
 * A process of its own: writers that send at their times, and one reader of the live stream.
 *
 * An entry is visible when the stream shows it: the stream reads the history from the read model, after its commit.
 */
answerAs(async (plan: PacedPlan): Promise<PacedAnswer> => {
  const answeredAt = new Map<string, number>();
  const seenAt = new Map<string, number>();
  const endStream = await followLive(plan.address, plan.headers, (eventId, at) => seenAt.set(eventId, at));
  const clients = plan.paths.map((path) => new PostClient(plan.address, { ...plan, path }));
  const from = performance.now();
  const measuredFrom = from + plan.warmUpMs;
  const until = measuredFrom + plan.measureMs;
  let sent = 0;
  for (let now = from; now < until; now = performance.now()) {
    for (const due = ((now - from) / 1_000) * plan.perSecond; sent < due; sent++)
      clients[sent % clients.length]?.send((body) => {
        const at = performance.now();
        const [eventId = ''] = (JSON.parse(body) as { eventIds: string[] }).eventIds;
        answeredAt.set(eventId, at);
      });
    await wait(1);
  }
  const answered = [...answeredAt].filter(([, at]) => at >= measuredFrom);
  const seconds = (performance.now() - measuredFrom) / 1_000;
  await patiently(() => answeredAt.size === sent && [...answeredAt.keys()].every((eventId) => seenAt.has(eventId)));
  endStream();
  await Promise.all(clients.map((client) => client.close()));
  const delays = answered.map(([eventId, at]) => Math.max(0, (seenAt.get(eventId) ?? NaN) - at));
  return { answered: answered.length, seconds, total: sent, p99Ms: percentile(delays, 0.99) };
});

async function patiently(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + SEEN_WITHIN_MS;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('some entries were answered, and never came on the live stream');
    await wait(20);
  }
}
