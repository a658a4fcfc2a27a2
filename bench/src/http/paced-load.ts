import { answerAs } from '../children.js';
import { Delays } from './delays.js';
import { followLive } from './live-stream.js';
import type { LoadPlan } from './load.js';
import { pace, type Pace, type PacedAnswer } from './pace.js';
import { PostClient } from './post-client.js';

/** Requests are sent at their times. */
export type PacedPlan = LoadPlan & Pace;

/**
 * A process of its own: writers that send at their times, and one reader of the live stream.
 *
 * An entry is visible when the stream shows it: the stream reads the history from the read model, after its commit.
 */
answerAs(async (plan: PacedPlan): Promise<PacedAnswer> => {
  const delays = new Delays();
  const endStream = await followLive(plan.address, plan.headers, (eventId, at) => {
    delays.seen(eventId, at);
  });
  const clients = plan.paths.map((path) => new PostClient(plan.address, { ...plan, path }));
  const paced = await pace(plan, (index) =>
    clients[index % clients.length]?.send((body) => {
      const at = performance.now();
      const [eventId = ''] = (JSON.parse(body) as { eventIds: string[] }).eventIds;
      delays.answered(eventId, at);
    }),
  );
  const answer = await delays.over(paced);
  endStream();
  await Promise.all(clients.map((client) => client.close()));
  return answer;
});
