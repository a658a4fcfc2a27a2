import { createCodec } from '../../../src/aggregates.js';
import { judgeBy, validateAmendment } from '../../../src/commands/amendments.js';
import { CommandRunner } from '../../../src/event-sourcing/command-runner.js';
import type { Aggregate } from '../../../src/event-sourcing/decider.js';
import { streamName, type RecordedEvent, type StreamName } from '../../../src/event-sourcing/event.js';
import type { EventStore } from '../../../src/event-sourcing/event-store.js';
import { Refusal } from '../../../src/event-sourcing/refusal.js';
import type { Submission } from '../../../src/event-sourcing/submission.js';
import { OverlayEventStore } from '../../../src/import/overlay-event-store.js';
import type { Body } from './bodies.js';
import { asReceived, commandOf, creates, namesOf, NOW } from './commands.js';
import { openLogInMemory } from './log-in-memory.js';
import type { Move, Tell } from './moves.js';
import { isPatchable, patchBetween } from './patch-between.js';
import { LATEST } from './pools.js';

/** What came of a command. Whatever else a runner may throw is no outcome, and fails the test. */
export type Outcome =
  | { readonly kind: 'written'; readonly events: readonly RecordedEvent[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly code: string };

/** A command on its way, and the move that it came of where it tells something new. */
export interface Sent {
  readonly submission: Submission;
  readonly tell?: Tell;
}

/** An event that was written, and how it came about. */
interface Told extends Sent {
  readonly eventId: string;
  readonly stream: StreamName;
}

const ACTOR = 'lead-1';
const REASON = 'The record says otherwise';
const clock = { now: () => NOW };

// Jest gives specs a realm of their own, and Node's own clones are of another: to a strict comparison they are not the same
// objects as those that are read back. The product knows one realm.
globalThis.structuredClone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** A log with its command runner, in this process. */
export class World {
  readonly codec = createCodec();
  readonly store: EventStore = openLogInMemory();
  private readonly runner = this.runnerOn(this.store);
  private readonly sent: Sent[] = [];
  private readonly told: Told[] = [];

  /** Does something in a world of its own, which is gone afterwards. */
  static async during(work: (world: World) => Promise<void>): Promise<void> {
    const world = new World();
    try {
      await work(world);
    } finally {
      await world.store.close();
    }
  }

  /** The command that a move comes to; undefined where there is nothing that it could be about. */
  next(move: Move): Sent | undefined {
    switch (move.kind) {
      case 'tell':
        return this.telling(move);
      case 'repeat': {
        const before = nthFromLast(this.sent, move.nth);
        if (!before || move.sameKey) return before;
        return { ...before, submission: { ...before.submission, idempotencyKey: this.newKey() } };
      }
      case 'correct':
        return this.correcting(move);
      case 'retract': {
        const told = nthFromLast(this.told, move.nth);
        return told && this.amending('retract', told, { reason: REASON });
      }
    }
  }

  /** A command that tells something new, about an object that is or could be there. */
  telling(tell: Tell, of: { readonly stream?: StreamName } = {}): Sent {
    const command = commandOf(tell.command);
    const { aggregate } = command;
    const about = of.stream ?? nth(this.objectsOf(aggregate), tell.nth);
    const body = this.resolved(tell.body, about);
    const { id, asked } = command.asked(body);
    const made = id === undefined ? 'chosen-by-server' : streamName(aggregate.decider.category, id);
    const target = creates(command) ? made : about;
    const submission = { aggregate, target, asked: { ...asked, actorId: ACTOR }, body, idempotencyKey: this.newKey() };
    return { submission, tell };
  }

  /** A command that puts an event right or takes it back. */
  amending(
    verb: 'correct' | 'retract',
    { eventId, stream, submission: { aggregate } }: Pick<Told, 'eventId' | 'stream' | 'submission'>,
    body: Body,
  ): Sent {
    const asked = { ...validateAmendment(verb, eventId, asReceived(body), NOW), actorId: ACTOR };
    const keyTarget = `entries/${eventId}`;
    return { submission: { aggregate, target: stream, keyTarget, asked, body, idempotencyKey: this.newKey() } };
  }

  async send(sent: Sent): Promise<Outcome> {
    const outcome = await outcomeOf(this.runner, this.store, sent.submission);
    this.sent.push(sent);
    if (outcome.kind === 'written')
      for (const { id: eventId, stream } of outcome.events)
        if (!this.told.some((told) => told.eventId === eventId)) this.told.push({ ...sent, eventId, stream });
    return outcome;
  }

  /** What would come of a command, by a runner that starts anew. Nothing is written. */
  foresee({ submission }: Sent): Promise<Outcome> {
    const overlay = new OverlayEventStore(this.store);
    return outcomeOf(this.runnerOn(overlay), overlay, submission);
  }

  private runnerOn(store: EventStore): CommandRunner {
    return new CommandRunner({ store, codec: this.codec, clock, judge: judgeBy(clock) });
  }

  private correcting({ nth: which, how }: Extract<Move, { kind: 'correct' }>): Sent | undefined {
    const told = nthFromLast(this.told, which);
    if (!told?.tell) return undefined;
    const { body, otherwise } = told.tell;
    const changes = Object.entries(how === 'back' ? patchBetween(otherwise, body) : patchBetween(body, otherwise));
    const some = typeof how === 'number' ? nth(changes, how) : undefined;
    const patch = Object.fromEntries(some ? [some] : changes.filter(([field]) => isPatchable(field)));
    if (Object.keys(patch).length === 0) return undefined;
    return this.amending('correct', told, { patch, reason: REASON });
  }

  private objectsOf(aggregate: Aggregate): StreamName[] {
    const made = this.told.filter(({ submission }) => submission.aggregate.key === aggregate.key);
    return [...new Set([...namesOf(aggregate), ...made.map(({ stream }) => stream)])];
  }

  private resolved(body: Body, stream: StreamName | undefined): Body {
    const latest = this.told.findLast((told) => told.stream === stream && told.tell);
    if (!latest) return body;
    return JSON.parse(JSON.stringify(body).replaceAll(LATEST, latest.eventId)) as Body;
  }

  private newKey(): string {
    return `key ${String(this.sent.length)}`;
  }
}

async function outcomeOf(runner: CommandRunner, store: EventStore, submission: Submission): Promise<Outcome> {
  try {
    const { stream, revision, eventIds } = await runner.run(submission);
    if (eventIds.length === 0) return { kind: 'unchanged' };
    const events: RecordedEvent[] = [];
    for await (const event of store.readStream(stream, { after: revision - BigInt(eventIds.length), upTo: revision }))
      events.push(event);
    return { kind: 'written', events };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code };
    throw error;
  }
}

function nth<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item;
}

function nthFromLast<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[items.length - 1 - (index % items.length)];
}
