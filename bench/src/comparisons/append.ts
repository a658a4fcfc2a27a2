import { join } from 'node:path';
import type { AppendAnswer, AppendPlan } from '../append/plan.js';
import { STREAMS } from '../append/sample-events.js';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atLeast, type Comparison } from '../comparison.js';
import { rowsIn } from '../rows-in.js';

/** Events of each stream: 4,096 to warm up, and 20,032 that are measured. */
const [WARM_UP, MEASURED] = [64, 313];

/** What revisions, ids and I-JSON cost that the port promises. */
export const append: Comparison = {
  name: 'append',
  work: 'append through the port, 64 concurrent',
  rival: 'a raw prepared insert of the same rows in shared transactions',
  reach: atLeast(0.7),
  unit: ' events/s',
  prepare: (bench) => ({
    work: () => eventsPerSecond(bench, 'append/through-the-port.js', bench.productArguments),
    rival: () => eventsPerSecond(bench, 'append/raw-insert.js'),
  }),
};

function eventsPerSecond(bench: Bench, job: string, nodeArguments: readonly string[] = []): Promise<number> {
  return bench.inFolder(async (folder) => {
    const plan: AppendPlan = { file: join(folder, 'log.sqlite'), warmUp: WARM_UP, measured: MEASURED };
    const { seconds } = await runJob<AppendAnswer>(compiled(job), plan, nodeArguments);
    const [rows, expected] = [rowsIn(plan.file, 'event'), STREAMS * (WARM_UP + MEASURED)];
    if (rows !== expected) throw new Error(`${job} wrote ${String(rows)} rows of ${String(expected)}`);
    return (STREAMS * MEASURED) / seconds;
  });
}
