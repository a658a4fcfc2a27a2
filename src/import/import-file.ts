import { createHash } from 'node:crypto';
import { parse } from 'node:path';
import type { Aggregate } from '../event-sourcing/decider.js';
import type { Log } from './dry-run.js';
import { ImportRecord } from './import-record.js';
import { parseLine, type ImportLine, type LineError } from './import-line.js';
import { leftOut } from './left-out.js';
import { planImport } from './plan.js';
import { prepareLines, type PreparedLine } from './prepare.js';
import { readLines } from './read-lines.js';
import { withCommand } from './targets.js';
import { writeLines } from './write-lines.js';

export interface ImportOptions {
  readonly aggregates: readonly Aggregate[];
  readonly log: Log;
  /** What the file's handles and keys belong to; the file's name without folder and extension unless given. */
  readonly namespace?: string;
  /** Who is said to have made the entries. */
  readonly actorId: string;
  /** Write nothing. */
  readonly isDry?: boolean;
  /** Pass over lines whose command this version does not know, rather than call them bad. */
  readonly passOverUnknown?: boolean;
  readonly onProgress?: (stage: 'checked' | 'imported', done: number, of: number) => void;
}

/** What was left out of one object. */
export interface LeftOutObject {
  readonly on: string;
  readonly lines: readonly number[];
}

/** What became of a file. */
export interface ImportReport {
  readonly lines: number;
  readonly written: number;
  /** How many would be written by an import that is not dry. */
  readonly wouldWrite: number;
  /** Imported before, or said already. */
  readonly repeated: number;
  readonly leftOut: readonly LeftOutObject[];
  readonly errors: readonly LineError[];
  readonly passedOver: number;
}

/**
 * Imports a file of entries (NDJSON): decided dry as a whole, then written in file order, but for the objects that have
 * a bad line and what depends on them. A file imported again has the effect of once. That it was imported is an entry
 * too, unless there was nothing to write.
 *
 * @throws UnreadableFile
 * @throws StoreUnavailable · OutcomeUnknown — part of it may be written; importing it again is safe
 */
export async function importFile(file: string, options: ImportOptions): Promise<ImportReport> {
  const all: ImportLine[] = [];
  const hash = createHash('sha256');
  for await (const raw of readLines(file, (bytes) => hash.update(bytes))) all.push(parseLine(raw));
  const { aggregates, passOverUnknown = false } = options;
  const lines = passOverUnknown
    ? all.filter(({ command }) => command === undefined || withCommand(aggregates, command).length > 0)
    : all;
  const report = await importLines(lines, hash.digest('hex'), { namespace: parse(file).name, ...options });
  return { ...report, passedOver: all.length - lines.length };
}

async function importLines(
  lines: readonly ImportLine[],
  sha256: string,
  options: ImportOptions & { readonly namespace: string },
): Promise<Omit<ImportReport, 'passedOver'>> {
  const { log, namespace, actorId, isDry = false, onProgress } = options;
  const prepared = await prepareLines(lines, { ...options, store: log.store, now: log.clock.now() });
  const plan = await planImport(prepared, log, (done) => onProgress?.('checked', done, prepared.length));
  const record = isDry ? undefined : await ImportRecord.of({ namespace, sha256, actorId }, log);
  if (plan.writes.length > 0) await record?.start(lines.length);
  const { written, late, out } = isDry
    ? { written: NONE, late: [], out: leftOut(prepared, plan.bad, plan.without) }
    : await writeLines(prepared, plan, log, (done) => onProgress?.('imported', done, plan.writes.length));
  const counts = { lines: lines.length, written: written.size, repeated: plan.unchanged };
  const errors = [...plan.errors, ...late];
  await record?.finish({ ...counts, leftOut: out.size, errors: errors.length });
  return {
    ...counts,
    wouldWrite: plan.writes.length,
    leftOut: byObject(prepared.filter((line) => out.has(line))),
    errors,
  };
}

const NONE: ReadonlySet<PreparedLine> = new Set();

function byObject(lines: readonly PreparedLine[]): LeftOutObject[] {
  const objects = new Map<string, { on: string; lines: number[] }>();
  for (const { place, line } of lines) {
    const object = objects.get(place) ?? { on: line.on ?? '', lines: [] };
    object.lines.push(line.number);
    objects.set(place, object);
  }
  return [...objects.values()];
}
