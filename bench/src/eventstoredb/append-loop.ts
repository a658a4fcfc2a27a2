import { answerAs } from '../children.js';
import { closedLoop } from '../http/closed-loop.js';
import type { LoadAnswer } from '../http/load.js';
import { bareClient } from './bare-client.js';
import type { AppendPlan } from './plan.js';

/** A process of its own: appenders on one bare client that each wait for their answer before they append again. */
answerAs(async (plan: AppendPlan): Promise<LoadAnswer> => {
  const { client, appenders } = await bareClient(plan);
  const answer = await closedLoop(
    appenders.map((append) => (onAnswer) => void append().then(onAnswer)),
    plan,
  );
  // What BatchAppend keeps open would keep the process.
  await client.dispose();
  return answer;
});
