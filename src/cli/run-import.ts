import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregates } from '../aggregates.js';
import { readSettings } from '../config.js';
import { importFile, type ImportReport } from '../import/import-file.js';
import type { LineError } from '../import/import-line.js';
import { openLedger, type Ledger } from '../server/ledger.js';
import { Progress } from './progress.js';
import { print } from './with-ledger.js';

/** What is to be done with a file, and how it is told. */
export interface ImportOptions {
  readonly dryRun?: boolean;
  readonly namespace?: string;
  readonly actor: string;
  readonly json?: boolean;
}

/** Imports a file and tells what came of it; whether nothing was left out. */
export async function runImport(file: string, options: ImportOptions): Promise<boolean> {
  const report = await onLedger(options.dryRun, (ledger) => importShowingProgress(file, options, ledger));
  tell(report);
  print(options.json, resultOf(report, options.dryRun), summaryOf(report, options.dryRun));
  return report.errors.length === 0 && report.leftOut.length === 0;
}

const INTERRUPTIONS = new Set(['StoreUnavailable', 'OutcomeUnknown', 'RaceLost']);
const SAFE_TO_REPEAT = 'Not all of the file may be written. Importing it again is safe: nothing is written twice.';

/** A dry run where there is no data folder yet leaves none behind. */
async function onLedger<Result>(isDry = false, work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  const settings = readSettings(process.env);
  const stand = isDry && !existsSync(settings.dataDir) ? mkdtempSync(join(tmpdir(), 'demarche-dry-')) : undefined;
  const ledger = await openLedger({ ...settings, dataDir: stand ?? settings.dataDir });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
    if (stand !== undefined) rmSync(stand, { recursive: true, force: true });
  }
}

async function importShowingProgress(file: string, options: ImportOptions, ledger: Ledger): Promise<ImportReport> {
  const progress = { checked: new Progress('checked'), imported: new Progress('imported') };
  try {
    return await importFile(file, {
      aggregates,
      log: ledger,
      ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
      actorId: options.actor,
      isDry: options.dryRun ?? false,
      onProgress: (stage, done, of) => {
        if (stage === 'imported') progress.checked.end();
        progress[stage].at(done, of);
      },
    });
  } catch (error) {
    if (INTERRUPTIONS.has((error as Error).name)) process.stderr.write(`${SAFE_TO_REPEAT}\n`);
    throw error;
  } finally {
    progress.checked.end();
    progress.imported.end();
  }
}

/** Names every bad line, and what was left out. */
function tell({ errors, leftOut }: ImportReport): void {
  const bad = errors.map((error) => `${describe(error)}\n`);
  const out = leftOut.map(({ on, lines }) => `left out: ${on === '' ? '' : `${on}, `}${linesNamed(lines)}\n`);
  process.stderr.write([...bad, ...out].join(''));
}

/** `line 12: fields.country must be …` · `line 14: proposal.withdrawn: …` */
function describe({ line, field, message, code }: LineError): string {
  const what = field === '' ? (code === undefined ? '' : `${code}: `) : `${field} `;
  return `line ${String(line)}: ${what}${message}`;
}

/** Numbers in rising order, those that follow each other together: `lines 2, 4-9`. */
function linesNamed(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  const named = runs.map(([from, to]) => (from === to ? String(from) : `${String(from)}-${String(to)}`));
  return `${numbers.length === 1 ? 'line' : 'lines'} ${named.join(', ')}`;
}

function resultOf({ lines, written, wouldWrite, repeated, leftOut, errors }: ImportReport, isDry = false): object {
  return {
    lines,
    written,
    ...(isDry ? { wouldWrite } : {}),
    repeated,
    leftOut: countOf(leftOut),
    errors,
    leftOutObjects: leftOut,
  };
}

function summaryOf({ lines, written, wouldWrite, repeated, leftOut }: ImportReport, isDry = false): string {
  const wrote = isDry ? `${String(wouldWrite)} would be written` : `${String(written)} written`;
  return `${String(lines)} lines: ${wrote}, ${String(repeated)} there already, ${String(countOf(leftOut))} left out`;
}

function countOf(leftOut: ImportReport['leftOut']): number {
  return leftOut.reduce((sum, { lines }) => sum + lines.length, 0);
}
