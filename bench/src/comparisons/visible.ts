import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atMostMs, type Comparison } from '../comparison.js';
import { entriesOn64Objects } from '../http/entries-per-second.js';
import { ENTRY, HEADERS } from '../http/entry.js';
import type { PacedAnswer, PacedPlan } from '../http/paced-load.js';
import { product } from '../http/target.js';
import { tell } from '../progress.js';
import { figureOf } from '../results.js';
import { median } from '../statistics.js';

/** Less than this share of the rate that was asked for is worth telling. */
const ATTAINED = 0.98;

/** How far what is read is behind what was answered. */
export const visible: Comparison = {
  name: 'visible',
  work: 'answered → visible in the read model, p99, at half the write rate above',
  rival: '–',
  reach: atMostMs(100),
  unit: ' ms',
  prepare: async (bench) => {
    if (bench.writeRates.length === 0) await entriesOn64Objects(bench);
    const perSecond = Math.round(median(bench.writeRates) / 2);
    tell(`  at ${figureOf(perSecond)} entries/s`);
    return { work: () => p99Ms(bench, perSecond) };
  },
};

function p99Ms(bench: Bench, perSecond: number): Promise<number> {
  return bench.inFolder(async (folder) => {
    const target = await product(64)(bench, folder);
    const plan: PacedPlan = {
      address: target.address,
      paths: target.paths,
      headers: HEADERS,
      body: ENTRY,
      warmUpMs: bench.warmUpMs,
      measureMs: bench.measureMs,
      perSecond,
    };
    const { answered, seconds, total, p99Ms } = await runJob<PacedAnswer>(compiled('http/paced-load.js'), plan);
    if (answered / seconds < perSecond * ATTAINED)
      tell(`  only ${figureOf(answered / seconds)} entries/s were answered`);
    await target.finish(total);
    return p99Ms;
  });
}
