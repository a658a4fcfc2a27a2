import { atMostMs, type Comparison } from '../comparison.js';
import { entriesOn64Objects } from '../http/entries-per-second.js';
import { product } from '../http/target.js';
import { visibleP99Ms } from '../http/visible-after.js';
import { tell } from '../progress.js';
import { figureOf } from '../results.js';
import { median } from '../statistics.js';

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
    return { work: () => visibleP99Ms(bench, product(64), perSecond) };
  },
};
