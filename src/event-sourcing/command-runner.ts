import { LRUCache } from 'lru-cache';
import { decideAmendment } from './amending-decision.js';
import { isAmending, type Judge } from './amending.js';
import type { Codec } from './codec.js';
import type { Clock } from './clock.js';
import { outcomeOfAppend, outcomeOfCommand, type AppendOutcome, type CommandOutcome } from './command-outcome.js';
import { decideInTurn, type Decision } from './decision.js';
import { idOf, type StreamName } from './event.js';
import { WrongRevision, type Appended, type EventStore } from './event-store.js';
import { History } from './history.js';
import { LoadedStream } from './loaded-stream.js';
import { OtherStreams } from './other-streams.js';
import { firstOutcome } from './repeated-command.js';
import { identify, RaceLost, type IdentifiedSubmission, type Receipt, type Submission } from './submission.js';

/** A lost race is decided again so often before the command is given up. */
const TRIES = 4;

/** What the runner tells of its work, for metrics. Durations are in seconds. */
export interface RunnerObserver {
  cacheLookedUp?(found: boolean): void;
  /** What one append has written: how many commands shared it, and their events. */
  appended?(commands: number, events: number): void;
  appendEnded?(outcome: AppendOutcome, seconds: number): void;
  /** From the moment it was handed over until it is answered, waiting for others included. */
  commandEnded?(outcome: CommandOutcome, seconds: number): void;
}

export interface RunnerOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly clock: Clock;
  /** Judges what an entry would say once it is corrected. */
  readonly judge: Judge;
  /** Bytes of folded streams kept in memory. */
  readonly cacheBytes?: number;
  readonly observer?: RunnerObserver;
}

interface Waiting {
  readonly submission: IdentifiedSubmission;
  readonly settle: (receipt: Receipt, outcome: CommandOutcome) => void;
  readonly fail: (error: unknown) => void;
}

interface Decided {
  readonly loaded: LoadedStream;
  readonly decisions: readonly Decision[];
  /** Whether the stream is loaded so that further commands can be decided on it. */
  readonly isWhole: boolean;
}

/**
 * Where a command goes: validated at the edge, decided here, appended, answered.
 *
 * Commands on one stream are decided one after another, each on the state that its predecessor left. Those that wait
 * while an append of their stream is under way are decided together and appended as one; each keeps its own outcome.
 */
export class CommandRunner {
  private readonly queues = new Map<StreamName, Waiting[]>();
  private readonly loaded: LRUCache<StreamName, LoadedStream>;
  private readonly others: OtherStreams;
  private readonly idle: (() => void)[] = [];
  private latest = '';

  constructor(private readonly options: RunnerOptions) {
    const maxSize = options.cacheBytes ?? 256 * 1024 * 1024;
    this.loaded = new LRUCache({ maxSize, maxEntrySize: maxSize, sizeCalculation: (stream) => stream.bytes });
    this.others = new OtherStreams(options.store, options.codec);
  }

  /**
   * Runs one command.
   *
   * @throws Refusal · NoSuchObject · PreconditionFailed · IdempotencyKeyReused · RaceLost — nothing was written
   * @throws StoreUnavailable · AppendTooLarge — nothing was written
   * @throws OutcomeUnknown — it may have been; sending it again with the same key is safe
   */
  run(submission: Submission): Promise<Receipt> {
    const ended = timed<CommandOutcome>((outcome, seconds) => this.options.observer?.commandEnded?.(outcome, seconds));
    return new Promise((settle, fail) => {
      const waiting: Waiting = {
        submission: identify(submission),
        settle: (receipt, outcome) => {
          ended(outcome);
          settle(receipt);
        },
        fail: (error) => {
          ended(outcomeOfCommand(error));
          fail(error);
        },
      };
      const { stream } = waiting.submission;
      const queue = this.queues.get(stream);
      if (queue) {
        queue.push(waiting);
        return;
      }
      this.queues.set(stream, [waiting]);
      void this.drain(stream);
    });
  }

  /** Resolves once no command is under way. */
  async settled(): Promise<void> {
    if (this.queues.size === 0) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private async drain(stream: StreamName): Promise<void> {
    const queue = this.queues.get(stream) ?? [];
    while (queue.length > 0) {
      const batch = queue.splice(0, shareOneAppend(queue));
      try {
        queue.unshift(...(await this.runBatch(stream, batch)));
      } catch (error) {
        this.loaded.delete(stream);
        for (const waiting of batch) waiting.fail(error);
      }
    }
    this.queues.delete(stream);
    if (this.queues.size > 0) return;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  /** Settles the commands of a batch; returns those that did not fit into one append. */
  private async runBatch(stream: StreamName, batch: readonly Waiting[]): Promise<Waiting[]> {
    const submissions = batch.map(({ submission }) => submission);
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const { loaded, decisions, isWhole } = await this.loadAndDecide(stream, submissions);
      const appended = await this.append(stream, loaded, decisions);
      if (appended === 'lost') continue;
      if (isWhole) this.loaded.set(stream, loaded);
      decisions.forEach((decision, index) => {
        this.answer(batch[index] as Waiting, decision, appended);
      });
      return batch.slice(decisions.length);
    }
    throw new RaceLost('lost to another process too often');
  }

  private async loadAndDecide(stream: StreamName, submissions: readonly IdentifiedSubmission[]): Promise<Decided> {
    const [first] = submissions;
    if (first && isAmending(first.asked)) return this.decideOnHistory(stream, first);
    const loaded = await this.load(stream, submissions);
    return { loaded, decisions: await this.decide(submissions, loaded), isWhole: true };
  }

  private async decideOnHistory(stream: StreamName, submission: IdentifiedSubmission): Promise<Decided> {
    const { store, codec, judge } = this.options;
    const history = await History.read(store, codec, submission.aggregate, stream);
    const { loaded } = history;
    const recordedAt = this.recordedAt(loaded);
    const decision = await decideAmendment(submission, history, { codec, judge, others: this.others, recordedAt });
    return { loaded, decisions: [decision], isWhole: decision.kind === 'write' };
  }

  private async load(stream: StreamName, [first]: readonly IdentifiedSubmission[]): Promise<LoadedStream> {
    const kept = this.loaded.get(stream);
    this.options.observer?.cacheLookedUp?.(kept !== undefined);
    if (kept) return kept;
    const { decider } = (first as IdentifiedSubmission).aggregate;
    const loaded = new LoadedStream(decider, this.options.codec);
    await loaded.readOn(this.options.store, stream);
    return loaded;
  }

  /**
   * Decides the commands. Where nothing is to be appended, no expected revision will tell whether another process has
   * written since; so then the stream's end is read, and if it has moved, all is decided again.
   */
  private async decide(submissions: readonly IdentifiedSubmission[], loaded: LoadedStream): Promise<Decision[]> {
    for (;;) {
      const needs = submissions.map(({ aggregate, stream, asked }) => aggregate.decider.others?.(stream, asked) ?? {});
      const seen = await this.others.see(needs);
      const decisions = decideInTurn(submissions, loaded, seen, {
        codec: this.options.codec,
        recordedAt: this.recordedAt(loaded),
      });
      if (decisions.some(({ kind }) => kind === 'write')) return decisions;
      if (!(await loaded.readOn(this.options.store, submissions[0]?.stream as StreamName))) return decisions;
    }
  }

  private async append(
    stream: StreamName,
    loaded: LoadedStream,
    decisions: readonly Decision[],
  ): Promise<Appended | 'nothing' | 'lost'> {
    const events = decisions.flatMap((decision) => (decision.kind === 'write' ? decision.events : []));
    if (events.length === 0) return 'nothing';
    const first = loaded.nextRevision - BigInt(events.length);
    const ended = timed<AppendOutcome>((outcome, seconds) => this.options.observer?.appendEnded?.(outcome, seconds));
    try {
      const appended = await this.options.store.append(stream, first === 0n ? 'none' : first - 1n, events);
      ended('written');
      const written = decisions.filter(({ kind }) => kind === 'write');
      this.options.observer?.appended?.(written.length, events.length);
      return appended;
    } catch (error) {
      ended(outcomeOfAppend(error));
      this.loaded.delete(stream);
      if (error instanceof WrongRevision) return 'lost';
      throw error;
    }
  }

  private answer(waiting: Waiting, decision: Decision, appended: Appended | 'nothing'): void {
    const { submission, settle, fail } = waiting;
    const { stream } = submission;
    if (decision.kind === 'refused') fail(decision.error);
    else if (decision.kind === 'write' && appended !== 'nothing') {
      const { revision, events } = decision;
      const eventIds = events.map(({ id }) => id);
      settle({ id: idOf(stream), stream, revision, position: appended.position, eventIds }, 'written');
    } else
      this.outcomeBefore(submission, decision).then((receipt) => {
        settle(receipt, decision.kind === 'repeated' ? 'repeated' : 'unchanged');
      }, fail);
  }

  /** The receipt of a command that wrote nothing now: it changed nothing, or has written before. */
  private async outcomeBefore(submission: IdentifiedSubmission, decision: Decision): Promise<Receipt> {
    const { stream } = submission;
    const { store } = this.options;
    const outcome =
      decision.kind === 'repeated'
        ? await firstOutcome(store, submission, decision.firstRevision)
        : { revision: 'revision' in decision ? decision.revision : 0n, eventIds: [] };
    return { id: idOf(stream), stream, ...outcome, position: await store.head() };
  }

  /** Never decreases: a clock that was set back must not reorder what was recorded. */
  private recordedAt(loaded: LoadedStream): string {
    const now = new Date(this.options.clock.now()).toISOString();
    this.latest = [now, this.latest, loaded.recordedAt].reduce((a, b) => (a > b ? a : b));
    return this.latest;
  }

  /** Tells the runner of a time recorded elsewhere, which nothing recorded from now on may precede. */
  hasSeen(recordedAt: string): void {
    if (recordedAt > this.latest) this.latest = recordedAt;
  }

  /** Latest time recorded by this runner or seen by it. */
  get latestRecordedAt(): string {
    return this.latest;
  }
}

/** How many of the commands that wait are decided together: an amendment is decided alone. */
function shareOneAppend(queue: readonly Waiting[]): number {
  const amendment = queue.findIndex(({ submission }) => isAmending(submission.asked));
  if (amendment === -1) return queue.length;
  return Math.max(amendment, 1);
}

/** From now on: tells what came of it, and after how many seconds. */
function timed<Outcome>(tell: (outcome: Outcome, seconds: number) => void): (outcome: Outcome) => void {
  const begun = performance.now();
  return (outcome) => {
    tell(outcome, (performance.now() - begun) / 1_000);
  };
}
