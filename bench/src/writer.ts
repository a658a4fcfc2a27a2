import type { WellFormed } from '../../src/commands/validate.js';
import type { CommandRunner } from '../../src/event-sourcing/command-runner.js';
import type { Aggregate } from '../../src/event-sourcing/decider.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { built } from './product.js';

/** Bodies of commands: JSON. */
export type CommandBody = Readonly<Record<string, unknown>>;

/** Judges a body by its class; throws where it is not well-formed. */
type Judge = (type: string, bodyClass: new () => object, body: unknown, now: number) => WellFormed;

const ACTOR = 'lead-1';
const TOKEN_ID = '5c1d2f60-7f0e-4c39-9a53-0d6f9b1c7e21';

/** Writes events as the product does: bodies judged by its classes, decided by its deciders, through its runner. */
export class Writer {
  private sent = 0;

  private constructor(
    private readonly runner: CommandRunner,
    private readonly aggregates: ReadonlyMap<string, Aggregate>,
    private readonly judge: Judge,
  ) {}

  static async on(store: EventStore): Promise<Writer> {
    const { aggregates, createCodec } = await built('src/aggregates.js');
    const { CommandRunner } = await built('src/event-sourcing/command-runner.js');
    const { validateCommand } = await built('src/commands/validate.js');
    const { judgeBy } = await built('src/commands/amendments.js');
    const clock = { now: () => Date.now() };
    const runner = new CommandRunner({ store, codec: createCodec(), clock, judge: judgeBy(clock) });
    return new Writer(runner, new Map(aggregates.map((each) => [each.decider.category, each])), validateCommand);
  }

  /** Runs a command on an object. @throws where nothing was written, since that was not what the figure is to be of */
  async write(category: string, id: string, command: string, body: CommandBody): Promise<void> {
    const aggregate = this.aggregates.get(category);
    const type = aggregate?.commands[command];
    if (!aggregate || !type) throw new Error(`${category} has no command ${command}`);
    const { asked } = this.judge(command, type.body, structuredClone(body), Date.now());
    const { eventIds } = await this.runner.run({
      aggregate,
      target: `${category}-${id}`,
      asked: { ...asked, actorId: ACTOR },
      body,
      idempotencyKey: String(this.sent++),
      tokenId: TOKEN_ID,
    });
    if (eventIds.length === 0) throw new Error(`${command} on ${category} ${id} wrote nothing`);
  }
}
