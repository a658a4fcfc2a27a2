import { Bench } from './bench.js';
import { endAllChildren } from './children.js';
import type { Comparison } from './comparison.js';
import { comparisons } from './comparisons.js';
import { compare } from './harness.js';
import { BadOptions, readOptions, USAGE, type Options } from './options.js';
import { tell } from './progress.js';
import { jsonOf, tableOf, type Row } from './results.js';

const NOT_ALL_HOLD = 1;
const NOT_MEASURED = 2;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const chosen = chosenBy(options);
  const rows = await measured(
    chosen.filter((comparison) => comparison.missing?.() === undefined),
    options,
  );
  process.stdout.write(options.json ? jsonOf(rows) : tableOf(rows));
  for (const { name, missing } of chosen) {
    const why = missing?.();
    if (why !== undefined) tell(`${name} is not measured: ${why}`);
  }
  if (!rows.every(({ holds }) => holds)) return NOT_ALL_HOLD;
  return rows.length < chosen.length ? NOT_MEASURED : 0;
}

function chosenBy({ only = '' }: Options): Comparison[] {
  const chosen = comparisons.filter(({ name, work, rival }) =>
    [name, work, rival].some((text) => text.toLowerCase().includes(only.toLowerCase())),
  );
  if (chosen.length === 0) throw new BadOptions(`--only: no row holds "${only}"`);
  return chosen;
}

async function measured(chosen: readonly Comparison[], options: Options): Promise<Row[]> {
  const bench = new Bench(options);
  process.on('exit', () => {
    endAllChildren();
    bench.clean();
  });
  const rows: Row[] = [];
  for (const comparison of chosen) rows.push(await compare(comparison, bench, options.rounds));
  return rows;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(NOT_MEASURED));

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    tell(error instanceof BadOptions ? `${error.message}\n${USAGE}` : String((error as Error).stack));
    process.exit(NOT_MEASURED);
  },
);
