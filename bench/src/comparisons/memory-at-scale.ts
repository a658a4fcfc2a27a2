import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bench } from '../bench.js';
import { atMost, type Comparison } from '../comparison.js';
import { timeOf } from '../http/asking.js';
import { LARGE, SMALL } from '../scale/data-folder.js';
import { readsOf, serve } from '../scale/serving.js';

const READS = 300;
const SETTLED_MS = 1_000;
const KIB_OF_A_MIB = 1_024;

/** Memory is bounded by caches, not by the log. */
export const memoryAtScale: Comparison = {
  name: 'memory-at-scale',
  work: 'memory of the running server at 1,000,000 events, after 900 reads',
  rival: 'the same at 10,000',
  reach: atMost(1.3),
  unit: ' MiB',
  prepare: (bench) => ({ work: () => residentMiB(bench, LARGE), rival: () => residentMiB(bench, SMALL) }),
};

async function residentMiB(bench: Bench, campaigns: number): Promise<number> {
  const server = await serve(bench, campaigns);
  for (let read = 0; read < READS; read++)
    for (const path of readsOf((read * 7) % campaigns)) await timeOf(server.address, path);
  await wait(SETTLED_MS);
  const kib = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' }));
  await server.stop();
  return kib / KIB_OF_A_MIB;
}
