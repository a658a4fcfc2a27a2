import type { Clock } from '../event-sourcing/clock.js';
import type { Codec } from '../event-sourcing/codec.js';
import { judgeBy } from '../commands/amendments.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import type { Need } from '../event-sourcing/decider.js';
import type { Revision, StreamName } from '../event-sourcing/event.js';
import { AppendTooLarge, type EventStore } from '../event-sourcing/event-store.js';
import { Refusal } from '../event-sourcing/refusal.js';
import { IdempotencyKeyReused, type IdentifiedSubmission } from '../event-sourcing/submission.js';
import type { LineError } from './import-line.js';
import { PartsOfObjects } from './left-out.js';
import { OverlayEventStore } from './overlay-event-store.js';
import type { PreparedLine } from './prepare.js';
import type { Trace } from './traces.js';

/** The log that lines are decided on, and what decides them. */
export interface Log {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** What would become of a line: it writes, changes nothing, has errors, or lacks what other lines failed to make. */
export type Verdict = 'writes' | 'unchanged' | 'lacks' | readonly LineError[];

/** Decides lines in memory, in file order, by the same rules and through the same runner as when they are written. */
export class DryRun {
  private readonly overlay: OverlayEventStore;
  private readonly runner: CommandRunner;
  private readonly turns: EarlierTurns;
  private readonly failures: Failures;

  constructor(
    log: Log,
    lines: readonly PreparedLine[],
    private readonly traces: ReadonlyMap<PreparedLine, Trace>,
  ) {
    this.overlay = new OverlayEventStore(log.store);
    this.runner = new CommandRunner({ ...log, judge: judgeBy(log.clock), store: this.overlay });
    this.turns = new EarlierTurns(log);
    this.failures = new Failures(lines);
  }

  async judge(line: PreparedLine): Promise<Verdict> {
    const verdict = await this.verdictOn(line);
    if (verdict !== 'writes' && verdict !== 'unchanged') this.failures.add(line);
    return verdict;
  }

  private async verdictOn(line: PreparedLine): Promise<Verdict> {
    const { submission } = line;
    if (!submission) return line.errors;
    if (this.failures.leave(line)) return 'lacks';
    const { written, turn, isKeyTaken = false } = this.traces.get(line) ?? {};
    if (written === 'so') return 'unchanged';
    if (written === 'otherwise' || isKeyTaken) return [keyReused(line)];
    if (turn !== undefined && (await this.turns.wasUnchanged(submission, turn))) return 'unchanged';
    return this.decide(line, submission);
  }

  private async decide(line: PreparedLine, submission: IdentifiedSubmission): Promise<Verdict> {
    const before = this.overlay.appended;
    try {
      await this.runner.run(submission);
      return this.overlay.appended > before ? 'writes' : 'unchanged';
    } catch (error) {
      if (error instanceof Refusal && this.failures.touch(submission)) return 'lacks';
      return [errorOf(error, line)];
    }
  }
}

/** What an error of the runner says of a line. @throws the error, where it is none of the line's */
export function errorOf(error: unknown, line: PreparedLine): LineError {
  if (error instanceof IdempotencyKeyReused) return keyReused(line);
  if (error instanceof AppendTooLarge)
    return { line: line.line.number, field: '', message: 'is larger than the store takes' };
  if (!(error instanceof Refusal)) throw error;
  return { line: line.line.number, field: '', message: error.message, code: error.code };
}

function keyReused({ line }: PreparedLine): LineError {
  const message = 'was imported before with other content';
  return { line: line.number, field: 'key', message, code: 'idempotency.key-reused' };
}

/** What lines that failed would have made or changed. */
class Failures {
  private readonly notMade = new Set<string>();
  private readonly lines = new Set<PreparedLine>();
  private readonly streams = new Set<StreamName>();
  private readonly parts: PartsOfObjects;

  constructor(lines: readonly PreparedLine[]) {
    this.parts = new PartsOfObjects(lines);
  }

  add(line: PreparedLine): void {
    this.lines.add(line);
    if (line.creates) this.notMade.add(line.place);
    if (line.stream !== undefined) this.streams.add(line.stream);
  }

  /** Whether they leave the line without an object or part that it needs to be judged at all. */
  leave(line: PreparedLine): boolean {
    if (this.lines.size === 0) return false;
    if (this.notMade.has(line.place)) return true;
    for (const name of line.names) if (this.notMade.has(name)) return true;
    for (const maker of this.parts.neededBy(line)) if (this.lines.has(maker)) return true;
    return false;
  }

  /** Whether a refusal may come of them: the decision looks at another stream that they would have changed. */
  touch(submission: IdentifiedSubmission): boolean {
    if (this.streams.size === 0) return false;
    return streamsNeededBy(submission).some((needed) => this.streams.has(needed));
  }
}

/** The further streams that a decision looks at. */
export function streamsNeededBy({ aggregate, stream, asked }: IdentifiedSubmission): StreamName[] {
  const needs = Object.values<Need<unknown>>(aggregate.decider.others?.(stream, asked) ?? {});
  return needs.map((need) => need.stream).filter((needed) => needed !== stream);
}

/**
 * Decides lines on what the log held when it was their turn in an earlier import. Said twice is said once, and leaves no
 * trace: what an import found said already must be found so again, whatever the file or others said afterwards.
 */
class EarlierTurns {
  private readonly at = new Map<StreamName, { turn: Revision; overlay: OverlayEventStore; runner: CommandRunner }>();

  constructor(private readonly log: Log) {}

  async wasUnchanged(submission: IdentifiedSubmission, turn: Revision): Promise<boolean> {
    const { overlay, runner } = this.atTurn(submission.stream, turn);
    const before = overlay.appended;
    try {
      await runner.run(submission);
      return overlay.appended === before;
    } catch (error) {
      if (error instanceof Refusal || error instanceof AppendTooLarge) return false;
      throw error;
    }
  }

  private atTurn(stream: StreamName, turn: Revision): { overlay: OverlayEventStore; runner: CommandRunner } {
    const kept = this.at.get(stream);
    if (kept?.turn === turn) return kept;
    const overlay = new OverlayEventStore(this.log.store, new Map([[stream, turn]]));
    const made = {
      turn,
      overlay,
      runner: new CommandRunner({ ...this.log, judge: judgeBy(this.log.clock), store: overlay }),
    };
    this.at.set(stream, made);
    return made;
  }
}
