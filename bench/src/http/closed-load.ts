import { setTimeout as wait } from 'node:timers/promises';
import { answerAs } from '../children.js';
import type { LoadAnswer, LoadPlan } from './load.js';
import { PostClient } from './post-client.js';

/** A process of its own: clients that each wait for their answer before they send the next request. */
answerAs(async (plan: LoadPlan): Promise<LoadAnswer> => {
  const clients = plan.paths.map((path) => new PostClient(plan.address, { ...plan, path }));
  let total = 0;
  let ending = false;
  const lastAnswers = clients.map(
    (client) =>
      new Promise<void>((resolve) => {
        const onAnswer = (): void => {
          total++;
          if (ending) resolve();
          else client.send(onAnswer);
        };
        client.send(onAnswer);
      }),
  );
  await wait(plan.warmUpMs);
  const [before, from] = [total, performance.now()];
  await wait(plan.measureMs);
  const [answered, seconds] = [total - before, (performance.now() - from) / 1_000];
  ending = true;
  await Promise.all(lastAnswers);
  await Promise.all(clients.map((client) => client.close()));
  return { answered, seconds, total };
});
