import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atMost, type Comparison } from '../comparison.js';
import { timeOf } from '../http/asking.js';
import { longCampaignAsOf, placeOf, positionAt, snapshotsIn } from '../past/places.js';
import type { ReplayAnswer, ReplayPlan } from '../past/plan.js';
import { rowsIn } from '../rows-in.js';
import { dataFolderOf, LARGE } from '../scale/data-folder.js';
import { serve } from '../scale/serving.js';

/** A whole replay takes minutes: so much of it is measured, a tenth. */
const REPLAYED = 100_000;

/**
 * What snapshots are worth.
 *
 * Of all lists, the audit log takes longest to be had as it was: its read model folds every event. The moment lies halfway
 * between the last two snapshots, and is another each time, asked of a server that has just been started; it has answered
 * one small question before, so that its thread is there.
 *
 * The rival folds every read model from the first event on, up to a tenth of the log, and is reckoned ten times that. A
 * whole replay takes longer: indexes grow.
 */
export const pastOfEverything: Comparison = {
  name: 'past-of-everything',
  work: 'the audit log as of halfway between the last two snapshots of the server, over HTTP, at 1,000,000 events',
  rival: 'a replay from nothing: that of the first 100,000 events, times the length of the log',
  reach: atMost(0.2),
  unit: ' s',
  prepare: async (bench) => {
    const folder = await dataFolderOf(bench, LARGE);
    let asked = 0;
    return {
      work: () => wholeListSeconds(bench, halfway(folder, asked++)),
      rival: () => replaySeconds(folder),
    };
  },
};

function halfway(folder: string, further: number): string {
  const [before, last] = snapshotsIn(folder).slice(-2);
  if (before === undefined || last === undefined) throw new Error('the server keeps fewer than two snapshots');
  return positionAt(Math.round((placeOf(before) + placeOf(last)) / 2) + further, last);
}

async function wholeListSeconds(bench: Bench, moment: string): Promise<number> {
  const server = await serve(bench, LARGE);
  await timeOf(server.address, longCampaignAsOf(moment));
  const milliseconds = await timeOf(server.address, `/api/v1/audit/log?asOf=${moment}`);
  await server.stop();
  return milliseconds / 1_000;
}

async function replaySeconds(folder: string): Promise<number> {
  const log = join(folder, 'log.sqlite');
  const plan: ReplayPlan = { log, events: REPLAYED };
  const { seconds } = await runJob<ReplayAnswer>(compiled('past/replay.js'), plan);
  return (seconds * rowsIn(log, 'event')) / REPLAYED;
}
