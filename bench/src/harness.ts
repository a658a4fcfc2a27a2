import type { Bench } from './bench.js';
import type { Comparison, Measure } from './comparison.js';
import { tell } from './progress.js';
import { figureOf, rowOf, type Row } from './results.js';

/** Measures work and rival in turn, so that whatever the machine does meanwhile meets both. */
export async function compare(comparison: Comparison, bench: Bench, rounds: number): Promise<Row> {
  tell(`${comparison.name}: ${comparison.work}`);
  const sides = await comparison.prepare(bench);
  const { beside } = sides;
  const measured = { work: [] as number[], rival: [] as number[], beside: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    const told = [await measure('work', sides.work, measured.work, comparison)];
    if (sides.rival) told.push(await measure('rival', sides.rival, measured.rival, comparison));
    if (beside) told.push(await measure(beside.name, beside.measure, measured.beside, comparison));
    tell(`  round ${String(round)} of ${String(rounds)}: ${told.join(', ')}`);
  }
  const row = rowOf(comparison, measured, beside?.name);
  tell(`  ${row.shown} (${row.reach})${row.holds ? '' : ' does NOT hold'}`);
  return row;
}

async function measure(side: string, once: Measure, into: number[], { unit }: Comparison): Promise<string> {
  const figure = await once();
  if (!(figure > 0 || (figure === 0 && unit === ' ms'))) throw new Error(`${side} measured ${String(figure)}`);
  into.push(figure);
  return `${side} ${figureOf(figure)}${unit}`;
}
