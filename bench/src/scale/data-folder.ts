import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { tell } from '../progress.js';
import type { ProductAnswer, RebuildPlan } from '../rebuild/plan.js';
import { figureOf } from '../results.js';

/** Campaigns whose histories come to 10,144 and 1,000,135 events. */
export const SMALL = 32;
export const LARGE = 3_155;

/** A data folder with the history of so many campaigns, and its read models. */
export function dataFolderOf(bench: Bench, campaigns: number): Promise<string> {
  let folder = bench.dataFolders.get(campaigns);
  if (!folder) bench.dataFolders.set(campaigns, (folder = makeDataFolder(bench, campaigns)));
  return folder;
}

async function makeDataFolder(bench: Bench, campaigns: number): Promise<string> {
  const folder = bench.newFolder();
  const [log, readDatabase] = [join(folder, 'log.sqlite'), join(folder, 'read.sqlite')];
  const from = performance.now();
  const { events } = await runJob<{ events: number }>(compiled('rebuild/write-log.js'), { log, campaigns });
  const writtenAt = performance.now();
  const plan: RebuildPlan = { log, readDatabase, reference: readDatabase };
  const { seconds } = await runJob<ProductAnswer>(compiled('rebuild/by-the-product.js'), plan);
  tell(
    `  a folder of ${figureOf(events)} events is made: written in ${figureOf((writtenAt - from) / 1_000)} s, ` +
      `projected in ${figureOf(seconds)} s`,
  );
  return folder;
}
