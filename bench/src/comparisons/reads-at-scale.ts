import type { Bench } from '../bench.js';
import { atMost, type Comparison } from '../comparison.js';
import { timeOf } from '../http/asking.js';
import { tell } from '../progress.js';
import { figureOf } from '../results.js';
import { LARGE, SMALL } from '../scale/data-folder.js';
import { readsOf, serve } from '../scale/serving.js';
import { median } from '../statistics.js';

const READS = 300;
const KINDS = ['overview', 'history', 'board'];

/** A dashboard is as fast on a long log as on a short one. */
export const readsAtScale: Comparison = {
  name: 'reads-at-scale',
  work: 'reads of overview, history page and board at 1,000,000 events, p50 of one of each',
  rival: 'the same at 10,000',
  reach: atMost(1.5),
  unit: ' ms',
  prepare: (bench) => ({ work: () => p50Of(bench, LARGE), rival: () => p50Of(bench, SMALL) }),
};

async function p50Of(bench: Bench, campaigns: number): Promise<number> {
  const server = await serve(bench, campaigns);
  const times: number[][] = KINDS.map(() => []);
  for (let read = 0; read < 2 * READS; read++)
    for (const [kind, path] of readsOf((read * 7) % campaigns).entries()) {
      const time = await timeOf(server.address, path);
      if (read >= READS) times[kind]?.push(time);
    }
  await server.stop();
  const medians = times.map(median);
  tell(`    ${KINDS.map((kind, index) => `${kind} ${figureOf(medians[index] ?? NaN)} ms`).join(', ')}`);
  return medians.reduce((sum, time) => sum + time, 0);
}
