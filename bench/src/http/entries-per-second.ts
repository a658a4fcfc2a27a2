import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { ENTRY, HEADERS } from './entry.js';
import type { LoadAnswer, LoadPlan } from './load.js';
import { product, type StartTarget } from './target.js';

/** How many entries a server answers for, on a folder of its own, when 64 clients each wait for their answers. */
export function entriesPerSecond(bench: Bench, start: StartTarget): Promise<number> {
  return bench.inFolder(async (folder) => {
    const target = await start(bench, folder);
    const plan: LoadPlan = {
      address: target.address,
      paths: target.paths,
      headers: HEADERS,
      body: ENTRY,
      warmUpMs: bench.warmUpMs,
      measureMs: bench.measureMs,
    };
    const { answered, seconds, total } = await runJob<LoadAnswer>(compiled('http/closed-load.js'), plan);
    await target.finish(total);
    return answered / seconds;
  });
}

/** The product's write rate, as most rows of the table speak of it: 64 clients on 64 campaigns. */
export async function entriesOn64Objects(bench: Bench): Promise<number> {
  const rate = await entriesPerSecond(bench, product(64));
  bench.writeRates.push(rate);
  return rate;
}

export const ENTRIES_ON_64_OBJECTS = '64 clients log entries over HTTP on 64 objects, durably, projections running';
