import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { tell } from '../progress.js';
import { figureOf } from '../results.js';
import { ENTRY, HEADERS } from './entry.js';
import type { PacedAnswer } from './pace.js';
import type { PacedPlan } from './paced-load.js';
import type { StartTarget } from './target.js';

/** Less than this share of the rate that was asked for is worth telling. */
const ATTAINED = 0.98;

/** How long after its answer an entry is visible in the read model, p99 in milliseconds, at a rate of entries a second. */
export function visibleP99Ms(bench: Bench, start: StartTarget, perSecond: number): Promise<number> {
  return bench.inFolder(async (folder) => {
    const target = await start(bench, folder);
    const plan: PacedPlan = {
      address: target.address,
      paths: target.paths,
      headers: HEADERS,
      body: ENTRY,
      warmUpMs: bench.warmUpMs,
      measureMs: bench.measureMs,
      perSecond,
    };
    const answer = await runJob<PacedAnswer>(compiled('http/paced-load.js'), plan);
    tellOfShortfall(answer, perSecond);
    await target.finish(answer.total);
    return answer.p99Ms;
  });
}

/** Tells where a rate was asked for that could not be kept. */
export function tellOfShortfall({ answered, seconds }: PacedAnswer, perSecond: number): void {
  const rate = answered / seconds;
  if (rate < perSecond * ATTAINED) tell(`  only ${figureOf(rate)} entries/s were answered`);
}
