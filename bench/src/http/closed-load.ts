import { answerAs } from '../children.js';
import { closedLoop } from './closed-loop.js';
import type { LoadAnswer, LoadPlan } from './load.js';
import { PostClient } from './post-client.js';

/** A process of its own: clients that each wait for their answer before they send the next request. */
answerAs(async (plan: LoadPlan): Promise<LoadAnswer> => {
  const clients = plan.paths.map((path) => new PostClient(plan.address, { ...plan, path }));
  const answer = await closedLoop(
    clients.map((client) => (onAnswer) => client.send(onAnswer)),
    plan,
  );
  await Promise.all(clients.map((client) => client.close()));
  return answer;
});
