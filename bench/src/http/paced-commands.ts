import { answerAs } from '../children.js';
import { percentile } from '../statistics.js';
import { pace, type PacedAnswer } from './pace.js';
import type { PacedPlan } from './paced-load.js';
import { PostClient } from './post-client.js';

/**
 * A process of its own: writers that send at their times, whether or not those before are answered. A command's time runs
 * from the moment at which it is sent, also where its connection is still busy with the one before.
 */
answerAs(async (plan: PacedPlan): Promise<PacedAnswer> => {
  const clients = plan.paths.map((path) => new PostClient(plan.address, { ...plan, path }));
  const sentAt: number[] = [];
  const answeredAt: number[] = [];
  const { sent, measuredFrom, seconds } = await pace(plan, (index) => {
    sentAt[index] = performance.now();
    clients[index % clients.length]?.send(() => {
      answeredAt[index] = performance.now();
    });
  });
  await Promise.all(clients.map((client) => client.close()));
  const times = sentAt.flatMap((at, index) => (at < measuredFrom ? [] : [(answeredAt[index] ?? NaN) - at]));
  if (times.some(Number.isNaN)) throw new Error('some commands were never answered');
  return { answered: times.length, seconds, total: sent, p99Ms: percentile(times, 0.99) };
});
