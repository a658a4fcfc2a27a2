import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atMost, type Comparison } from '../comparison.js';
import { ask, timeOf } from '../http/asking.js';
import { headOf, longCampaignAsOf, placeOf, positionAt } from '../past/places.js';
import type { ByHandAnswer, ByHandPlan } from '../past/plan.js';
import { dataFolderOf, LARGE } from '../scale/data-folder.js';
import { serve } from '../scale/serving.js';
import { median } from '../statistics.js';

const WARM_UP = 100;
const READS = 100;

/**
 * What it costs to keep a past that nobody has to keep: parameters, the place of the moment, the thread, tables in memory.
 *
 * Each question is of another moment, at which all of the campaign's entries are there: what is kept of an earlier answer
 * is of no use. Before anything is measured, both sides answer one question, and have to say the same.
 */
export const pastOfOneCampaign: Comparison = {
  name: 'past-of-one-campaign',
  work: 'as of for one campaign of 1,000 entries in a log of 1,000,000 events, over HTTP, another moment each time, p50',
  rival: 'a bare better-sqlite3 program, without HTTP, that reads those entries, folds them and makes the same answer',
  reach: atMost(3),
  unit: ' ms',
  prepare: async (bench) => {
    const head = await sameAnswers(bench);
    return {
      work: () => p50OverHttp(bench, momentsBefore(head)),
      rival: async () => (await byHand(bench, momentsBefore(head))).p50Ms,
    };
  },
};

/** Places shortly before the head, each once. */
function momentsBefore(head: string): string[] {
  return Array.from({ length: WARM_UP + READS }, (_, index) => positionAt(placeOf(head) - index, head));
}

async function p50OverHttp(bench: Bench, moments: readonly string[]): Promise<number> {
  const server = await serve(bench, LARGE);
  const times: number[] = [];
  for (const moment of moments) times.push(await timeOf(server.address, longCampaignAsOf(moment)));
  await server.stop();
  return median(times.slice(WARM_UP));
}

async function byHand(bench: Bench, moments: readonly string[]): Promise<ByHandAnswer> {
  const log = join(await dataFolderOf(bench, LARGE), 'log.sqlite');
  const plan: ByHandPlan = { log, places: moments.map(placeOf), warmUp: moments.length > 1 ? WARM_UP : 0 };
  return runJob<ByHandAnswer>(compiled('past/by-hand.js'), plan);
}

/** The position up to which both sides were seen to say the same. @throws where they do not */
async function sameAnswers(bench: Bench): Promise<string> {
  const server = await serve(bench, LARGE);
  const head = await headOf(server.address);
  const answered = await ask<object>(server.address, longCampaignAsOf(head));
  await server.stop();
  const { answer } = await byHand(bench, [head]);
  if (!isDeepStrictEqual(answered, answer)) throw new Error('the bare program answers otherwise than the product');
  return head;
}
