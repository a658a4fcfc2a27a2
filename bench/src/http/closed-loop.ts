import { setTimeout as wait } from 'node:timers/promises';
import type { LoadAnswer, LoadTimes } from './load.js';

/** Sends once more, and calls back when that is answered. */
export type Send = (onAnswer: () => void) => void;

/** Clients that each wait for their answer before they send again. */
export async function closedLoop(clients: readonly Send[], { warmUpMs, measureMs }: LoadTimes): Promise<LoadAnswer> {
  let total = 0;
  let ending = false;
  const lastAnswers = clients.map(
    (send) =>
      new Promise<void>((resolve) => {
        const onAnswer = (): void => {
          total++;
          if (ending) resolve();
          else send(onAnswer);
        };
        send(onAnswer);
      }),
  );
  await wait(warmUpMs);
  const [before, from] = [total, performance.now()];
  await wait(measureMs);
  const [answered, seconds] = [total - before, (performance.now() - from) / 1_000];
  ending = true;
  await Promise.all(lastAnswers);
  return { answered, seconds, total };
}
