import fc from 'fast-check';
import { aggregates, createCodec } from '../../src/aggregates.js';
import type { Aggregate, AnyAsked } from '../../src/event-sourcing/decider.js';
import type { DomainEvent, StreamName } from '../../src/event-sourcing/event.js';
import { History } from '../../src/event-sourcing/history.js';
import { CATEGORIES, commandsOn } from '../support/traffic/commands.js';
import { around, beginnings, tellsOf, trafficOf, type Move } from '../support/traffic/moves.js';
import { LONG_MS, runs } from '../support/traffic/runs.js';
import { World, type Outcome, type Sent } from '../support/traffic/world.js';

const LENGTH = 100;

function trafficAround(category: string): fc.Arbitrary<Move[]> {
  const tells = around(category, (of) => tellsOf(commandsOn(of)));
  return fc.tuple(beginnings, trafficOf(tells, LENGTH)).map(([first, moves]) => [...first, ...moves]);
}

/** Sends whatever the moves come to, one after another. */
async function each(world: World, moves: readonly Move[], work: (sent: Sent) => Promise<void>): Promise<void> {
  for (const move of moves) {
    const sent = world.next(move);
    if (sent) await work(sent);
  }
}

const always = (traffic: fc.Arbitrary<Move[]>, numRuns: number, work: (world: World, sent: Sent) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(traffic, (moves) => World.during((world) => each(world, moves, (sent) => work(world, sent)))),
    runs(numRuns),
  );

/** What came of the commands on one aggregate. */
class Tally {
  private readonly accepted = new Set<string>();
  private readonly types = new Set<string>();
  isEverRefused = false;
  isEverUnchanged = false;

  constructor(private readonly category: string) {}

  add({ submission: { aggregate, asked }, tell }: Sent, outcome: Outcome): void {
    if (aggregate.decider.category !== this.category) return;
    if (outcome.kind === 'written') {
      this.accepted.add(asked.type);
      for (const { type } of outcome.events) this.types.add(type);
    } else if (tell && outcome.kind === 'refused') this.isEverRefused = true;
    else if (tell) this.isEverUnchanged = true;
  }

  get neverAccepted(): string[] {
    return commandsOn(this.category)
      .map(({ name }) => name)
      .filter((name) => !this.accepted.has(name));
  }

  /** Amendments are among the types. */
  get neverTold(): string[] {
    const types = createCodec().storedTypes();
    return types.filter((type) => type.startsWith(`${this.category}.`) && !this.types.has(type));
  }
}

/** The state of a stream, folded from nothing as its amendments leave it. */
async function foldedFromNothing({ store, codec }: World, aggregate: Aggregate, stream: StreamName): Promise<unknown> {
  const history = await History.read(store, codec, aggregate, stream);
  const { decider } = aggregate;
  return history
    .standing()
    .reduce<unknown>((state, event) => decider.evolve(state, event) as unknown, decider.initial());
}

/** The aggregate, with a decider that tells what it is given and what it emits. */
function watched(aggregate: Aggregate, given: (state: unknown) => void, emitted: (events: DomainEvent[]) => void) {
  const { decider } = aggregate;
  const decide = (asked: AnyAsked, state: unknown, others: object): DomainEvent[] => {
    given(state);
    const events = decider.decide(asked, state, others) as DomainEvent[];
    emitted(events);
    return events;
  };
  return { ...aggregate, decider: { ...decider, decide } };
}

/** What is sent again was watched when it was sent first. */
function unwatched({ key }: Aggregate): Aggregate {
  const known = aggregates.find((aggregate) => aggregate.key === key);
  if (!known) throw new Error(`there is no aggregate at ${key.path}`);
  return known;
}

/** What is the same whoever decides: each draws salts of its own, and not every store tells positions. */
function told(outcome: Outcome): unknown {
  if (outcome.kind !== 'written') return outcome;
  return outcome.events.map(({ position: _, ...event }) => {
    const { salt: _salt, commandDigest: _digest, ...metadata } = event.metadata;
    return { ...event, metadata };
  });
}

describe.each(CATEGORIES)('any commands on a %s', (category) => {
  const traffic = trafficAround(category);

  it(
    'are accepted, or refused by a rule: every command, every event and every amendment is among them',
    async () => {
      const tally = new Tally(category);
      const often = Math.max(32, Math.round(1.5 * commandsOn(category).length));
      await always(traffic, often, async (world, sent) => tally.add(sent, await world.send(sent)));
      const { neverAccepted, neverTold, isEverRefused, isEverUnchanged } = tally;
      // What is noted for the audit is news each time, and nothing of it is refused.
      const hasRules = category !== 'audit';
      expect({ neverAccepted, neverTold, isEverRefused, isEverUnchanged }).toEqual({
        neverAccepted: [],
        neverTold: [],
        isEverRefused: hasRules,
        isEverUnchanged: hasRules,
      });
    },
    LONG_MS,
  );

  it(
    'are stored so that they read back as they were decided, and fold to the state that the next is decided on',
    async () => {
      await always(traffic, 3, async (world, sent) => {
        const { submission } = sent;
        const { target, asked } = submission;
        const aggregate = unwatched(submission.aggregate);
        const before =
          target === 'chosen-by-server'
            ? (aggregate.decider.initial() as unknown)
            : await foldedFromNothing(world, aggregate, target);
        let emitted: DomainEvent[] | undefined;
        const watching = watched(
          aggregate,
          (state) => expect(state).toEqual(before),
          (events) => (emitted = events),
        );
        const outcome = await world.send({ ...sent, submission: { ...submission, aggregate: watching } });
        if (outcome.kind !== 'written' || !emitted) return;
        const readBack = outcome.events.map((event) => world.codec.decode(event).event);
        expect(readBack.map(({ type, data }) => ({ type, data }))).toStrictEqual(
          emitted.map(({ type, data }) => ({ type, data })),
        );
        for (const { entry } of readBack) expect(entry).toStrictEqual(asked.entry);
      });
    },
    LONG_MS,
  );

  it(
    'are decided the same by whoever decides on the same stream, also by one that starts anew',
    async () => {
      await always(traffic, 3, async (world, sent) => {
        const [first, second] = [await world.foresee(sent), await world.foresee(sent)];
        expect(told(second)).toEqual(told(first));
        expect(told(await world.send(sent))).toEqual(told(first));
      });
    },
    LONG_MS,
  );
});
