import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { AmendAnswer, AmendPlan, CorrectionAnswer } from '../amend/plan.js';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atMost, type Comparison } from '../comparison.js';
import { startOptions } from '../product.js';
import { tell } from '../progress.js';
import { figureOf } from '../results.js';
import { dataFolderOf, SMALL } from '../scale/data-folder.js';

const WARM_UP = 20;
const MEASURED = 20;

/**
 * What is never edited has to be told again. "Folding that stream once" is taken for all that has ever to be folded of it:
 * read once, folded by its decider and by each read model, whose rows are written to a file. A correction reads the stream
 * to decide, judges rules, appends durably, and then replaces the rows of each read model.
 */
export const correction: Comparison = {
  name: 'correction',
  work: 'a correction in a stream of 1,000 entries, decided, durable and shown by every read model, without HTTP, p50',
  rival: 'that stream read once and folded once, by its decider and into every read model, p50',
  reach: atMost(1.5),
  unit: ' ms',
  prepare: async (bench) => {
    const folder = await dataFolderOf(bench, SMALL);
    return {
      work: async () => {
        const { p50Ms, decidedMs, toldAgainMs } = await onCopy<CorrectionAnswer>(bench, folder, 'amend/correct.js');
        tell(`    decided and appended in ${figureOf(decidedMs)} ms, told again in ${figureOf(toldAgainMs)} ms`);
        return p50Ms;
      },
      rival: async () => (await onCopy(bench, folder, 'amend/fold-once.js')).p50Ms,
    };
  },
};

function onCopy<Answer extends AmendAnswer>(bench: Bench, from: string, job: string): Promise<Answer> {
  return bench.inFolder((folder) => {
    cpSync(from, folder, { recursive: true, filter: (path) => !path.endsWith('snapshots') });
    const plan: AmendPlan = {
      log: join(folder, 'log.sqlite'),
      readDatabase: join(folder, 'read.sqlite'),
      warmUp: WARM_UP,
      measured: MEASURED,
    };
    return runJob<Answer>(compiled(job), plan, [...startOptions(), ...bench.productArguments]);
  });
}
