import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atLeast, type Comparison } from '../comparison.js';
import { tell } from '../progress.js';
import type { ProductAnswer, RebuildAnswer, RebuildPlan } from '../rebuild/plan.js';

/** About 20,000 events. */
const CAMPAIGNS = 64;

/** What folding costs, and what is promised of read models: checkpoints, digests, rows read back and changed. */
export const rebuild: Comparison = {
  name: 'rebuild',
  work: 'rebuild of all projections',
  rival: 'a bare better-sqlite3 program that reads the same log and writes the same rows through prepared statements',
  reach: atLeast(0.4),
  unit: ' events/s',
  prepare: async (bench) => {
    const folder = bench.newFolder();
    const [log, reference] = [join(folder, 'log.sqlite'), join(folder, 'reference.sqlite')];
    const { events } = await runJob<{ events: number }>(compiled('rebuild/write-log.js'), {
      log,
      campaigns: CAMPAIGNS,
    });
    const product = compiled('rebuild/by-the-product.js');
    const { digest } = await runJob<ProductAnswer>(product, { log, reference, readDatabase: reference });
    tell(`  a log of ${String(events)} events is written`);
    return {
      work: async () => {
        const plan = { log, reference };
        const answer = await inFreshFile<ProductAnswer>(bench, product, plan, bench.productArguments);
        if (answer.digest !== digest) throw new Error('two rebuilds of one log gave different rows');
        return events / answer.seconds;
      },
      rival: async () => {
        const answer = await inFreshFile(bench, compiled('rebuild/bare-program.js'), { log, reference });
        return events / answer.seconds;
      },
    };
  },
};

function inFreshFile<Answer extends RebuildAnswer = RebuildAnswer>(
  bench: Bench,
  job: string,
  plan: Omit<RebuildPlan, 'readDatabase'>,
  nodeArguments: readonly string[] = [],
): Promise<Answer> {
  return bench.inFolder((folder) => {
    const full: RebuildPlan = { ...plan, readDatabase: join(folder, 'read.sqlite') };
    return runJob<Answer>(job, full, nodeArguments);
  });
}
