import { judgeBy } from '../commands/amendments.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import type { StreamName } from '../event-sourcing/event.js';
import { RaceLost, type IdentifiedSubmission } from '../event-sourcing/submission.js';
import { errorOf, streamsNeededBy, type Log } from './dry-run.js';
import type { LineError } from './import-line.js';
import { InFileOrder } from './in-file-order.js';
import { leftOut } from './left-out.js';
import type { ImportPlan } from './plan.js';
import type { PreparedLine } from './prepare.js';

/** Lines that share a commit: as many as the store puts into one. */
const LINES_TOGETHER = 64;
/** A server that writes to the same object all the time is yielded to so often. */
const RACES = 20;

/** What became of the lines that were to be written. */
export interface WriteOutcome {
  readonly written: ReadonlySet<PreparedLine>;
  /** Lines that were refused after all, since others have written meanwhile. */
  readonly late: readonly LineError[];
  /** Every line that was left out. */
  readonly out: ReadonlySet<PreparedLine>;
}

/** Writes what was planned, in file order. What somebody else's entries have come to refuse is left out too. */
export async function writeLines(
  lines: readonly PreparedLine[],
  { writes, bad, without }: ImportPlan,
  log: Log,
  onProgress: (done: number) => void = () => undefined,
): Promise<WriteOutcome> {
  const writer = new Writer(log);
  const late: LineError[] = [];
  const allBad = new Set(bad);
  let out = leftOut(lines, bad, without);
  for (const group of groupsOf(writes)) {
    const refused = await writer.write(group.filter((line) => !out.has(line)));
    onProgress(writer.written.size);
    if (refused.size === 0) continue;
    for (const [line, error] of refused) {
      allBad.add(line);
      late.push(error);
    }
    out = leftOut(lines, allBad, without);
  }
  return { written: writer.written, late, out: new Set([...out].filter((line) => !writer.written.has(line))) };
}

/**
 * Lines that can be decided at the same time: those that follow each other on one object, or on as many objects as there
 * are lines, none of which looks at another.
 */
export function* groupsOf(lines: readonly PreparedLine[]): Generator<PreparedLine[]> {
  let group: PreparedLine[] = [];
  for (const line of lines) {
    if (group.length > 0 && !fits(line, group)) {
      yield group;
      group = [];
    }
    group.push(line);
  }
  if (group.length > 0) yield group;
}

function fits(line: PreparedLine, group: readonly PreparedLine[]): boolean {
  if (group.length === LINES_TOGETHER) return false;
  const streams = new Set(group.map(({ stream }) => stream));
  if (isOnOneObject(group) && streams.has(line.stream)) return true;
  if (streams.size < group.length || streams.has(line.stream)) return false;
  return !needed(line).some((stream) => streams.has(stream));
}

function isOnOneObject(group: readonly PreparedLine[]): boolean {
  return group.every(({ stream }) => stream === group[0]?.stream);
}

function needed({ submission }: PreparedLine): StreamName[] {
  return submission ? streamsNeededBy(submission) : [];
}

class Writer {
  readonly written = new Set<PreparedLine>();
  private readonly store: InFileOrder;
  private readonly runner: CommandRunner;

  constructor(log: Log) {
    this.store = new InFileOrder(log.store);
    this.runner = new CommandRunner({ ...log, judge: judgeBy(log.clock), store: this.store });
  }

  /** The lines that were refused. @throws what the store does */
  async write(group: readonly PreparedLine[]): Promise<Map<PreparedLine, LineError>> {
    const submissions = group.map(({ submission }) => submission as IdentifiedSubmission);
    const ids = submissions.map(({ commandId }) => commandId);
    const run = (index: number): Promise<void> => this.run(submissions[index] as IdentifiedSubmission);
    // On one object the runner itself keeps them in order.
    const outcomes = isOnOneObject(group)
      ? await Promise.allSettled(ids.map((_, index) => run(index)))
      : await this.store.together(ids, run);
    const refused = new Map<PreparedLine, LineError>();
    for (const [index, outcome] of outcomes.entries()) {
      const line = group[index] as PreparedLine;
      if (outcome.status === 'fulfilled') this.written.add(line);
      else refused.set(line, errorOf(outcome.reason, line));
    }
    return refused;
  }

  private async run(submission: IdentifiedSubmission): Promise<void> {
    for (let race = 1; ; race++) {
      try {
        await this.runner.run(submission);
        return;
      } catch (error) {
        if (!(error instanceof RaceLost) || race === RACES) throw error;
      }
    }
  }
}
