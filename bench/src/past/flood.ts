import { setTimeout as wait } from 'node:timers/promises';
import { answerAs } from '../children.js';
import { GetClient } from '../http/get-client.js';
import { longCampaignAsOf, placeOf, positionAt } from './places.js';
import type { FloodAnswer, FloodPlan } from './plan.js';

const OK = 200;
/** What whoever asks too much may be answered. */
const COME_AGAIN = [429, 503];
/** One client in so many asks for everything, the others for one campaign. */
const EVERYTHING = 32;
/** A prime: no two questions in a row are of moments near to each other. */
const STRIDE = 7_919;

/**
 * A process of its own: clients that ask about the past, each of them again as soon as it is answered, also where it is told
 * to come again. Every question is of another moment.
 */
answerAs(async ({ address, headers, clients, from, to, lastsMs }: FloodPlan): Promise<FloodAnswer> => {
  const statuses: number[] = [];
  let asked = 0;
  let ending = false;
  const askOn = (client: GetClient, index: number): void => {
    const places = placeOf(to) - placeOf(from);
    const moment = positionAt(placeOf(from) + ((asked++ * STRIDE) % places), to);
    const path = index % EVERYTHING === EVERYTHING - 1 ? `/api/v1/campaigns?asOf=${moment}` : longCampaignAsOf(moment);
    client.ask(path, (status) => {
      if (status !== OK && !COME_AGAIN.includes(status)) throw new Error(`${path}: ${String(status)}`);
      statuses.push(status);
      if (!ending) askOn(client, index);
    });
  };
  const all = Array.from({ length: clients }, () => new GetClient(address, headers));
  for (const [index, client] of all.entries()) askOn(client, index);
  await wait(lastsMs);
  ending = true;
  await Promise.all(all.map((client) => client.leave()));
  const answered = statuses.filter((status) => status === OK).length;
  return { answered, toldToComeAgain: statuses.length - answered };
});
