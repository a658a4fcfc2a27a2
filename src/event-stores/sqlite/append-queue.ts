import { OutcomeUnknown, StoreUnavailable, type Appended } from '../../event-sourcing/event-store.js';
import { CommitFailed, type LogWriter, type SerialisedAppend, type Written } from './log-writer.js';
import type { Positions } from './positions.js';
import { unitsOf } from '../serialised-event.js';
import { isBusy } from './sqlite-errors.js';
import { RETRY_MS } from './when-free.js';

const MOST_APPENDS = 64;
/** UTF-16 units in one transaction: a bound on how long the event loop stands still. */
const MOST_UNITS = 4_000_000;

type Verdict = Written | Error;

interface WaitingAppend extends SerialisedAppend {
  readonly units: number;
  readonly settle: (appended: Appended) => void;
  readonly fail: (error: Error) => void;
}

/** What the queue works with. */
export interface AppendQueueOptions {
  readonly writer: LogWriter;
  readonly positions: Positions;
  /** How long a busy database is tried again. */
  readonly patienceMs: number;
  /** Finds out, on a connection of its own, what a failed commit has left in the log. */
  settleOnFreshConnection(group: readonly SerialisedAppend[]): Promise<(Written | undefined)[]>;
  /** After every commit that wrote. */
  committed(appends: number, events: number): void;
}

/**
 * Group commit: appends that come within one turn of the event loop, and within the turns that follow as long as each brings
 * more, share a transaction, so that they share its synchronisation with the disk. Each is acknowledged after the commit, and
 * its refusal is its own.
 */
export class AppendQueue {
  private waiting: WaitingAppend[] = [];
  private isAtWork = false;
  /** How many waited when it was last looked whether more come. */
  private gathered = 0;
  private busySince: number | undefined;
  private readonly idle: (() => void)[] = [];

  constructor(private readonly options: AppendQueueOptions) {}

  add(append: SerialisedAppend): Promise<Appended> {
    return new Promise((settle, fail) => {
      const { stream, expected, events } = append;
      this.waiting.push({ stream, expected, events, units: unitsOf(events), settle, fail });
      if (this.isAtWork) return;
      this.isAtWork = true;
      this.beginGroup();
    });
  }

  /** Resolves once nothing waits. */
  async drained(): Promise<void> {
    if (this.isAtWork) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private beginGroup(): void {
    this.gathered = 0;
    setImmediate(this.gather);
  }

  /** A turn takes far less than a commit: worth waiting for as long as each brings more. */
  private readonly gather = (): void => {
    const isMore = this.waiting.length > this.gathered;
    this.gathered = this.waiting.length;
    if (isMore && this.gathered < MOST_APPENDS) setImmediate(this.gather);
    else this.flush();
  };

  private readonly flush = (): void => {
    const group = this.take();
    const verdicts = this.write(group);
    if (!verdicts) return;
    this.goOn();
    this.answer(group, verdicts);
  };

  /** The verdicts on a group, unless they are still to be found out or waited for. */
  private write(group: readonly WaitingAppend[]): readonly Verdict[] | undefined {
    try {
      const verdicts = this.options.writer.write(group);
      this.busySince = undefined;
      return verdicts;
    } catch (error) {
      if (error instanceof CommitFailed) void this.answerFromTheLog(group, error);
      else if (isBusy(error)) this.tryAgain(group, error);
      else this.refuse(group, error);
      return undefined;
    }
  }

  private take(): WaitingAppend[] {
    const most = Math.min(this.waiting.length, MOST_APPENDS);
    let count = 0;
    for (let units = 0; count < most; count++) {
      units += this.waiting[count]?.units ?? 0;
      if (count > 0 && units > MOST_UNITS) break;
    }
    return this.waiting.splice(0, count);
  }

  private goOn(): void {
    this.isAtWork = this.waiting.length > 0;
    if (this.isAtWork) this.beginGroup();
    else for (const resolve of this.idle.splice(0)) resolve();
  }

  private answer(group: readonly WaitingAppend[], verdicts: readonly Verdict[]): void {
    let appends = 0;
    let events = 0;
    for (let index = 0; index < group.length; index++) {
      const append = group[index] as WaitingAppend;
      const verdict = verdicts[index] as Verdict;
      if (verdict instanceof Error) {
        append.fail(verdict);
        continue;
      }
      append.settle(this.appended(verdict));
      if (!verdict.isNew) continue;
      appends++;
      events += append.events.length;
    }
    if (appends > 0) this.options.committed(appends, events);
  }

  private appended({ revision, position }: Written): Appended {
    return { revision: BigInt(revision), position: this.options.positions.at(position) };
  }

  /** Another process writes: the event loop goes on meanwhile. */
  private tryAgain(group: readonly WaitingAppend[], error: unknown): void {
    this.waiting.unshift(...group);
    this.busySince ??= performance.now();
    if (performance.now() - this.busySince < this.options.patienceMs) {
      setTimeout(this.flush, RETRY_MS);
      return;
    }
    this.busySince = undefined;
    this.refuse(this.waiting.splice(0), error);
  }

  private refuse(group: readonly WaitingAppend[], cause: unknown): void {
    for (const { fail } of group) fail(new StoreUnavailable('the log could not be written to', { cause }));
    this.goOn();
  }

  private async answerFromTheLog(group: readonly WaitingAppend[], { cause }: CommitFailed): Promise<void> {
    const verdicts = await this.settled(group, cause);
    this.goOn();
    this.answer(group, verdicts);
  }

  private async settled(group: readonly WaitingAppend[], cause: unknown): Promise<Verdict[]> {
    try {
      const found = await this.options.settleOnFreshConnection(group);
      const missing = new StoreUnavailable('the commit failed, and nothing was written', { cause });
      return found.map((written) => (written ? { ...written, isNew: true } : missing));
    } catch {
      return group.map(() => new OutcomeUnknown('the commit failed, and the log could not be looked at', { cause }));
    }
  }
}
