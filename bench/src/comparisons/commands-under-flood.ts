import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atMost, type Comparison } from '../comparison.js';
import { timeOf } from '../http/asking.js';
import { entriesOn64Objects } from '../http/entries-per-second.js';
import { ENTRY, entryPath, HEADERS } from '../http/entry.js';
import type { PacedAnswer } from '../http/pace.js';
import type { PacedPlan } from '../http/paced-load.js';
import { projectionsCatchUp, refuseLoss } from '../http/target.js';
import { tellOfShortfall } from '../http/visible-after.js';
import { headOf, longCampaignAsOf, placeOf, positionAt } from '../past/places.js';
import type { FloodAnswer, FloodPlan } from '../past/plan.js';
import { tell } from '../progress.js';
import { campaignId } from '../rebuild/history.js';
import { figureOf } from '../results.js';
import { rowsIn } from '../rows-in.js';
import { dataFolderOf, LARGE } from '../scale/data-folder.js';
import { serve } from '../scale/serving.js';
import { median } from '../statistics.js';

const WRITERS = 64;
const READERS = 64;
/** At its stop the server would tell of every question that is then still waiting. */
const QUIET = { DEMARCHE_LOG_LEVEL: 'silent' };
/** The flood begins with the load, and ends after it. */
const LONGER_MS = 500;

/**
 * Whoever asks about the past can wait for those who log.
 *
 * Commands are sent at their times, at half the write rate, to 64 campaigns. The flood is of as many
 * clients as log: 62 ask for the campaign of 1,000 entries, two for all campaigns; each question is of another moment in
 * the last third of the log, and is followed by the next as soon as it is answered, if only that too many ask.
 *
 * The log grows by what is logged, by a tenth in all: so it is the last row that is measured on it.
 */
export const commandsUnderFlood: Comparison = {
  name: 'commands-under-flood',
  work: 'commands at half the write rate while 64 clients ask about the past as fast as they are answered, p99',
  rival: 'the same commands without them',
  reach: atMost(1.5),
  unit: ' ms',
  prepare: async (bench) => {
    if (bench.writeRates.length === 0) await entriesOn64Objects(bench);
    const perSecond = Math.round(median(bench.writeRates) / 2);
    tell(`  at ${figureOf(perSecond)} entries/s`);
    return {
      work: () => p99Ms(bench, perSecond, READERS),
      rival: () => p99Ms(bench, perSecond, 0),
    };
  },
};

async function p99Ms(bench: Bench, perSecond: number, readers: number): Promise<number> {
  const log = join(await dataFolderOf(bench, LARGE), 'log.sqlite');
  const before = rowsIn(log, 'event');
  const server = await serve(bench, LARGE, QUIET);
  const { address } = server;
  const head = await headOf(address);
  // The thread that knows the past is there from now on, with and without the flood.
  await timeOf(address, longCampaignAsOf(head));
  const campaigns = Array.from({ length: WRITERS }, (_, writer) => campaignId(Math.floor((writer * LARGE) / WRITERS)));
  const load = { address, headers: HEADERS, warmUpMs: bench.warmUpMs, measureMs: bench.measureMs };
  const plan: PacedPlan = { ...load, paths: campaigns.map(entryPath), body: ENTRY, perSecond };
  const flooding = readers > 0 ? flood(address, head, readers, bench) : undefined;
  const answer = await runJob<PacedAnswer>(compiled('http/paced-commands.js'), plan);
  await flooding;
  tellOfShortfall(answer, perSecond);
  await projectionsCatchUp(address, campaigns[0] ?? '');
  await server.stop();
  refuseLoss('the log', rowsIn(log, 'event'), before + answer.total);
  return answer.p99Ms;
}

async function flood(address: string, head: string, clients: number, bench: Bench): Promise<void> {
  const lastsMs = bench.warmUpMs + bench.measureMs + LONGER_MS;
  const from = positionAt(Math.round((placeOf(head) * 2) / 3), head);
  const plan: FloodPlan = { address, headers: HEADERS, clients, from, to: head, lastsMs };
  const { answered, toldToComeAgain } = await runJob<FloodAnswer>(compiled('past/flood.js'), plan);
  if (answered === 0) throw new Error('no question about the past was answered');
  tell(
    `    ${figureOf(answered)} questions about the past were answered in ${figureOf(lastsMs / 1_000)} s, ` +
      `${figureOf(toldToComeAgain)} told to come again`,
  );
}
