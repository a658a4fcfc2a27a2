import type { validateAmendment } from '../../src/commands/amendments.js';
import type { validateCommand } from '../../src/commands/validate.js';
import type { CommandRunner } from '../../src/event-sourcing/command-runner.js';
import type { Aggregate } from '../../src/event-sourcing/decider.js';
import type { StreamName } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import type { Submission } from '../../src/event-sourcing/submission.js';
import { built } from './product.js';

/** Bodies of commands: JSON. */
export type CommandBody = Readonly<Record<string, unknown>>;

/** Judge bodies by their classes; throw where one is not well-formed. */
interface Judges {
  readonly command: typeof validateCommand;
  readonly amendment: typeof validateAmendment;
}

const ACTOR = 'lead-1';
const TOKEN_ID = '5c1d2f60-7f0e-4c39-9a53-0d6f9b1c7e21';

/** Writes events as the product does: bodies judged by its classes, decided by its deciders, through its runner. */
export class Writer {
  private sent = 0;

  private constructor(
    private readonly runner: CommandRunner,
    private readonly aggregates: ReadonlyMap<string, Aggregate>,
    private readonly judges: Judges,
  ) {}

  static async on(store: EventStore): Promise<Writer> {
    const { aggregates, createCodec } = await built('src/aggregates.js');
    const { CommandRunner } = await built('src/event-sourcing/command-runner.js');
    const { validateCommand: command } = await built('src/commands/validate.js');
    const { judgeBy, validateAmendment: amendment } = await built('src/commands/amendments.js');
    const clock = { now: () => Date.now() };
    const runner = new CommandRunner({ store, codec: createCodec(), clock, judge: judgeBy(clock) });
    const byCategory = new Map(aggregates.map((each) => [each.decider.category, each]));
    return new Writer(runner, byCategory, { command, amendment });
  }

  /** Runs a command on an object. @throws where nothing was written, since that was not what the figure is to be of */
  async write(category: string, id: string, command: string, body: CommandBody): Promise<void> {
    const aggregate = this.aggregateOf(category);
    const type = aggregate.commands[command];
    if (!type) throw new Error(`${category} has no command ${command}`);
    const { asked } = this.judges.command(command, type.body, structuredClone(body), Date.now());
    await this.run({ aggregate, target: `${category}-${id}`, asked: { ...asked, actorId: ACTOR }, body });
  }

  /** Corrects an entry of an object. @throws where nothing was written */
  async correct(category: string, id: string, eventId: string, body: CommandBody): Promise<void> {
    const asked = this.judges.amendment('correct', eventId, structuredClone(body), Date.now());
    const target: StreamName = `${category}-${id}`;
    await this.run({ aggregate: this.aggregateOf(category), target, asked: { ...asked, actorId: ACTOR }, body });
  }

  private aggregateOf(category: string): Aggregate {
    const aggregate = this.aggregates.get(category);
    if (!aggregate) throw new Error(`there is no aggregate ${category}`);
    return aggregate;
  }

  private async run(asked: Omit<Submission, 'idempotencyKey' | 'tokenId'>): Promise<void> {
    const { eventIds } = await this.runner.run({ ...asked, idempotencyKey: String(this.sent++), tokenId: TOKEN_ID });
    if (eventIds.length === 0) throw new Error(`${asked.asked.type} on ${asked.target} wrote nothing`);
  }
}
