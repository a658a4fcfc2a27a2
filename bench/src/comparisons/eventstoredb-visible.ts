import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { atMost, type Comparison } from '../comparison.js';
import {
  appendPlan,
  entriesOn64ObjectsOnEventStoreDb,
  productOnEventStoreDb,
  refuseLostAppends,
  storedEntry,
} from '../eventstoredb/measures.js';
import type { PacedAppendPlan, StoredEntry } from '../eventstoredb/plan.js';
import { noServer } from '../eventstoredb/server.js';
import type { PacedAnswer } from '../http/pace.js';
import { tellOfShortfall, visibleP99Ms } from '../http/visible-after.js';
import { tell } from '../progress.js';
import { figureOf } from '../results.js';
import { median } from '../statistics.js';

/**
 * What folding, a second commit and a second reader add to how far EventStoreDB's own followers are behind.
 *
 * The moment of the commit is the same for both: the writer has its answer. An entry or event that was seen before counts
 * as 0. Of the work, the answer is that of HTTP, and it is seen on the live stream, which reads the read model after its
 * commit. The rival appends the same bytes to 64 streams at the same rate, and sees them in a bare subscription to `$all`
 * with the same filter, in the process and on the connection that they were appended on: nothing is folded or written.
 */
export const eventStoreDbVisible: Comparison = {
  name: 'eventstoredb-visible',
  work: 'on a real EventStoreDB: commit → row visible in the read model, p99, at half the write rate',
  rival: 'commit → event in a bare subscription, p99, same rate',
  reach: atMost(3),
  unit: ' ms',
  missing: noServer,
  prepare: async (bench) => {
    if (bench.writeRatesOnEventStoreDb.length === 0) await entriesOn64ObjectsOnEventStoreDb(bench);
    const perSecond = Math.round(median(bench.writeRatesOnEventStoreDb) / 2);
    tell(`  at ${figureOf(perSecond)} entries/s`);
    const entry = await storedEntry(bench);
    return {
      work: () => visibleP99Ms(bench, productOnEventStoreDb(64), perSecond),
      rival: () => bareP99Ms(bench, entry, perSecond),
    };
  },
};

async function bareP99Ms(bench: Bench, entry: StoredEntry, perSecond: number): Promise<number> {
  const plan: PacedAppendPlan = { ...appendPlan(bench, entry, 64), perSecond };
  const answer = await runJob<PacedAnswer>(compiled('eventstoredb/paced-appends.js'), plan);
  tellOfShortfall(answer, perSecond);
  await refuseLostAppends(plan, answer.total);
  return answer.p99Ms;
}
