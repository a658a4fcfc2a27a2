import type { Bench } from '../bench.js';
import { atMost, type Comparison } from '../comparison.js';
import { dataFolderOf, LARGE, SMALL } from '../scale/data-folder.js';
import { serve } from '../scale/serving.js';

/** Starting reads where things stand, not what happened. */
export const startAtScale: Comparison = {
  name: 'start-at-scale',
  work: 'start of the server at 1,000,000 events, read models present',
  rival: 'the same at 10,000',
  reach: atMost(1.5),
  unit: ' ms',
  prepare: (bench) => ({ work: () => startMs(bench, LARGE), rival: () => startMs(bench, SMALL) }),
};

async function startMs(bench: Bench, campaigns: number): Promise<number> {
  await dataFolderOf(bench, campaigns);
  const from = performance.now();
  const server = await serve(bench, campaigns);
  const milliseconds = performance.now() - from;
  await server.stop();
  return milliseconds;
}
