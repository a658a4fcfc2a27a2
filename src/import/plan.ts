import { DryRun, type Log, type Verdict } from './dry-run.js';
import type { LineError } from './import-line.js';
import { leftOut } from './left-out.js';
import type { PreparedLine } from './prepare.js';
import { tracesOf } from './traces.js';

/** What an import comes to, before anything is written. */
export interface ImportPlan {
  /** In file order. */
  readonly writes: readonly PreparedLine[];
  /** How many lines change nothing: imported before, or said already. */
  readonly unchanged: number;
  readonly errors: readonly LineError[];
  readonly bad: ReadonlySet<PreparedLine>;
  /** Lines that cannot be written although nothing is wrong with them. */
  readonly without: ReadonlySet<PreparedLine>;
}

/**
 * Decides the whole file dry. Where lines are left out, the others are decided again without them, until all that
 * remain can be written.
 *
 * @param onProgress called with the number of lines decided
 */
export async function planImport(
  lines: readonly PreparedLine[],
  log: Log,
  onProgress: (done: number) => void = () => undefined,
): Promise<ImportPlan> {
  const traces = await tracesOf(lines, log.store);
  const judge = async (kept: readonly PreparedLine[], progress = onProgress): Promise<Map<PreparedLine, Verdict>> => {
    const run = new DryRun(log, kept, traces);
    const verdicts = new Map<PreparedLine, Verdict>();
    for (const line of kept) {
      verdicts.set(line, await run.judge(line));
      progress(verdicts.size);
    }
    return verdicts;
  };
  let verdicts = await judge(lines);
  const bad = new Set(lines.filter((line) => typeof verdicts.get(line) !== 'string'));
  const without = new Set(lines.filter((line) => verdicts.get(line) === 'lacks'));
  const errors = [...bad].flatMap((line) => verdicts.get(line) as readonly LineError[]);
  while (bad.size > 0) {
    const out = leftOut(lines, bad, without);
    const again = await judge(
      lines.filter((line) => !out.has(line)),
      () => undefined,
    );
    const fallen = [...again].filter(([, verdict]) => verdict !== 'writes' && verdict !== 'unchanged');
    verdicts = again;
    if (fallen.length === 0) break;
    for (const [line] of fallen) without.add(line);
  }
  const having = (wanted: Verdict): PreparedLine[] => lines.filter((line) => verdicts.get(line) === wanted);
  return { writes: having('writes'), unchanged: having('unchanged').length, errors, bad, without };
}
