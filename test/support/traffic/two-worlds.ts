import { isDeepStrictEqual } from 'node:util';
import type { Aggregate } from '../../../src/event-sourcing/decider.js';
import type { StreamName } from '../../../src/event-sourcing/event.js';
import type { Body } from './bodies.js';
import { commandOf } from './commands.js';
import type { Tell } from './moves.js';
import { isPatchable, patchBetween } from './patch-between.js';
import { entryIn, instead, saying, stateOf, told } from './sayings.js';
import type { Outcome, Sent, World } from './world.js';

/** What went wrong with an entry before it was put right. */
export const MISHAPS = ['told-wrong', 'told-falsely', 'corrected-wrongly', 'retracted-wrongly'] as const;
export type Mishap = (typeof MISHAPS)[number];

/** An entry, what went wrong with it, and what was told of the same object before that was put right. */
export interface Episode {
  readonly tell: Tell;
  readonly mishap: Mishap | 'none';
  readonly meanwhile: readonly Tell[];
}

const reason = 'The record says otherwise';

/** Two logs: in one everything is told right the first time, in the other some of it is put right later. */
export class TwoWorlds {
  /** What happened, and was put right again. */
  readonly mishaps = new Set<Mishap>();
  /** What created an object was retracted: its id stays taken, so that the two are no longer told alike. */
  isOver = false;
  private sent = 0;

  constructor(
    readonly right: World,
    readonly amended: World,
  ) {}

  async live({ tell, mishap, meanwhile }: Episode): Promise<void> {
    const sent = this.newly(this.right.telling(tell));
    // What no person tells is not put right either.
    const what = commandOf(tell.command).type ? mishap : 'none';
    const happened = await this.meet(what, sent, meanwhile);
    if (happened && what !== 'none') this.mishaps.add(what);
  }

  /** Whether it could happen; the entry is told either way. */
  private meet(mishap: Episode['mishap'], sent: Sent, meanwhile: readonly Tell[]): Promise<boolean> {
    switch (mishap) {
      case 'none':
        return this.tellRight(sent);
      case 'told-wrong':
        return this.tellWrong(sent, meanwhile);
      case 'told-falsely':
        return this.tellFalsely(sent, meanwhile);
      case 'corrected-wrongly':
      case 'retracted-wrongly':
        return this.amendWrongly(mishap, sent, meanwhile);
    }
  }

  private async tellRight(sent: Sent): Promise<boolean> {
    await this.tellInBoth(sent);
    return false;
  }

  private async tellWrong(sent: Sent, meanwhile: readonly Tell[]): Promise<boolean> {
    const wrong = instead(sent);
    const [one, other] = [await this.right.foresee(sent), await this.amended.foresee(wrong)];
    if (one.kind !== 'written' || other.kind !== 'written') return this.tellRight(sent);
    const patch = patchBetween(saying(other, wrong), saying(one, sent));
    // A version is settled when the entry is told, by what stands then; it is not put right with the date.
    if (!isAPatch(patch)) return this.tellRight(sent);
    await this.right.send(sent);
    const entry = entryIn(await this.amended.send(wrong), wrong);
    await this.tellMeanwhile(entry.stream, meanwhile);
    expectWritten(await this.amended.send(this.newly(this.amended.amending('correct', entry, { patch, reason }))));
    await this.expectSameState(sent.submission.aggregate, entry.stream);
    return true;
  }

  private async tellFalsely(sent: Sent, meanwhile: readonly Tell[]): Promise<boolean> {
    if ((await this.amended.foresee(sent)).kind !== 'written') return this.tellRight(sent);
    const entry = entryIn(await this.amended.send(sent), sent);
    await this.tellMeanwhile(entry.stream, meanwhile);
    expectWritten(await this.amended.send(this.newly(this.amended.amending('retract', entry, { reason }))));
    await this.expectSameState(sent.submission.aggregate, entry.stream);
    this.isOver = isCreation(sent);
    return true;
  }

  private async amendWrongly(
    mishap: 'corrected-wrongly' | 'retracted-wrongly',
    sent: Sent,
    meanwhile: readonly Tell[],
  ): Promise<boolean> {
    const outcome = await this.tellInBoth(sent);
    if (outcome.kind !== 'written') return false;
    const entry = entryIn(outcome, sent);
    const patch = patchBetween(sent.submission.body as Body, instead(sent).submission.body as Body);
    if (mishap === 'corrected-wrongly' && !isAPatch(patch)) return false;
    const amending =
      mishap === 'corrected-wrongly'
        ? this.amended.amending('correct', entry, { patch, reason })
        : this.amended.amending('retract', entry, { reason });
    const mistake = await this.amended.send(this.newly(amending));
    if (mistake.kind !== 'written') return false;
    await this.tellMeanwhile(entry.stream, meanwhile);
    const amendment = entryIn(mistake, amending);
    expectWritten(await this.amended.send(this.newly(this.amended.amending('retract', amendment, { reason }))));
    await this.expectSameState(sent.submission.aggregate, entry.stream);
    return true;
  }

  /** From here on both are asked the same, and answer the same. */
  private async tellInBoth(sent: Sent): Promise<Outcome> {
    const [one, other] = [await this.right.send(sent), await this.amended.send(sent)];
    expect(told(other)).toEqual(told(one));
    return one;
  }

  /** Entries that say the same whether the mistake is there or not: what is settled by it is another story. */
  private async tellMeanwhile(stream: StreamName, tells: readonly Tell[]): Promise<void> {
    for (const tell of tells) {
      const sent = this.newly(this.right.telling(tell, { stream }));
      const [one, other] = [await this.right.foresee(sent), await this.amended.foresee(sent)];
      if (one.kind === 'written' && isDeepStrictEqual(told(one), told(other))) await this.tellInBoth(sent);
    }
  }

  private async expectSameState(aggregate: Aggregate, stream: StreamName): Promise<void> {
    const right = await stateOf(this.right, aggregate, stream);
    expect(await stateOf(this.amended, aggregate, stream)).toEqual(right);
  }

  /** Under a key of its own, the same in both. */
  private newly(sent: Sent): Sent {
    return { ...sent, submission: { ...sent.submission, idempotencyKey: `key ${String(this.sent++)}` } };
  }
}

function isCreation({ submission: { aggregate, asked } }: Sent): boolean {
  return aggregate.decider.creates !== 'any' && aggregate.decider.creates.includes(asked.type);
}

function isAPatch(patch: Body): boolean {
  const fields = Object.keys(patch);
  return fields.length > 0 && fields.every(isPatchable);
}

function expectWritten(outcome: Outcome): void {
  expect(outcome).toMatchObject({ kind: 'written' });
}
