import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { ask, timeOf } from '../http/asking.js';
import { startProduct, readModelsFollow } from '../product-server.js';
import { tell } from '../progress.js';
import { eventsOf } from '../rebuild/history.js';
import { LONG_CAMPAIGN } from '../rebuild/long-campaign.js';
import type { LogPlan } from '../rebuild/plan.js';
import { figureOf } from '../results.js';

/** Campaigns whose histories, with that of a long campaign beside them, come to 10,194 and 1,000,185 events. */
export const SMALL = 29;
export const LARGE = 3_152;

/** Growth from visit to visit of a server to its log: a little more than what makes a snapshot due. */
const GROWTH = 1.25;
const VISITS = 6;
/** A log of fewer events than that has no snapshots worth speaking of. */
const MANY_EVENTS = 100_000;
const FOLLOWS_WITHIN_MS = 1_800_000;

/** A data folder with the history of so many campaigns, its read models, and the snapshots that the server keeps of them. */
export function dataFolderOf(bench: Bench, campaigns: number): Promise<string> {
  let folder = bench.dataFolders.get(campaigns);
  if (!folder) bench.dataFolders.set(campaigns, (folder = makeDataFolder(bench, campaigns)));
  return folder;
}

/**
 * The log grows while the server is away, which catches up at each visit and then keeps a snapshot, where one is due. So
 * read models and snapshots are made by the server alone, and snapshots lie as far apart as they do while a log grows.
 */
async function makeDataFolder(bench: Bench, campaigns: number): Promise<string> {
  const folder = bench.newFolder();
  const seconds = { written: 0, followed: 0, kept: 0 };
  let events = 0;
  let from = 0;
  for (const until of visitsOf(campaigns)) {
    const plan: LogPlan = { log: join(folder, 'log.sqlite'), campaigns: until, from, withLongCampaign: from === 0 };
    seconds.written += await secondsOf(async () => {
      ({ events } = await runJob<{ events: number }>(compiled('rebuild/write-log.js'), plan));
    });
    seconds.followed += await secondsOf(() => follow(folder));
    seconds.kept += await secondsOf(() => keepSnapshot(folder));
    from = until;
  }
  tell(
    `  a folder of ${figureOf(events)} events is made: written in ${figureOf(seconds.written)} s, followed by the ` +
      `server in ${figureOf(seconds.followed)} s, snapshots kept by it in ${figureOf(seconds.kept)} s`,
  );
  return folder;
}

function visitsOf(campaigns: number): number[] {
  const sizes = Array.from({ length: VISITS }, (_, visit) => Math.round(campaigns / GROWTH ** (VISITS - 1 - visit)));
  return sizes.filter((size) => size === campaigns || eventsOf(size) >= MANY_EVENTS);
}

async function follow(folder: string): Promise<void> {
  const server = await startProduct(folder, {});
  await readModelsFollow(server.address, FOLLOWS_WITHIN_MS);
  await server.stop();
}

/** Before it answers its first question about the past, the server looks whether a snapshot is due. */
async function keepSnapshot(folder: string): Promise<void> {
  const server = await startProduct(folder, {});
  const path = `/api/v1/campaigns/${LONG_CAMPAIGN}`;
  const { position } = await ask<{ position: string }>(server.address, path);
  await timeOf(server.address, `${path}?asOf=${position}`);
  await server.stop();
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
}
