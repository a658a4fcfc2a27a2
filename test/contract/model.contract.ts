import fc from 'fast-check';
import type { NewEvent, Revision, StreamName } from '../../src/event-sourcing/event.js';
import { WrongRevision, type EventStore } from '../../src/event-sourcing/event-store.js';
import { allOf, endorsements, someProposal } from '../support/event-store-fixtures.js';
import type { Given } from './event-store.contract.js';

type Expected = Revision | 'none';

interface Append {
  readonly stream: StreamName;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
}

/** One step: an append to one of few streams, at the right revision or at any, or a repeat of one that was written. */
type Step =
  | { readonly kind: 'append'; readonly stream: number; readonly expected: 'right' | Expected; readonly events: number }
  | { readonly kind: 'repeat'; readonly which: number };

const anyExpected = fc.oneof(
  { weight: 3, arbitrary: fc.constant<'right'>('right') },
  fc.constant<'none'>('none'),
  fc.bigInt(0n, 6n),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant<'append'>('append'),
      stream: fc.nat(2),
      expected: anyExpected,
      events: fc.integer({ min: 1, max: 3 }),
    }),
  },
  fc.record({ kind: fc.constant<'repeat'>('repeat'), which: fc.nat(20) }),
);

/** What a store is to do, in a few lines. */
class Model {
  readonly streams = [someProposal(), someProposal(), someProposal()];
  readonly written: Append[] = [];
  private readonly ids = new Map<StreamName, string[]>();

  idsOf(stream: StreamName): string[] {
    return this.ids.get(stream) ?? [];
  }

  endOf(stream: StreamName): Expected {
    const { length } = this.idsOf(stream);
    return length === 0 ? 'none' : BigInt(length - 1);
  }

  appendOf(step: Step): Append | undefined {
    if (step.kind === 'repeat') return this.written[step.which % (this.written.length || 1)];
    const stream = this.streams[step.stream]!;
    const expected = step.expected === 'right' ? this.endOf(stream) : step.expected;
    return { stream, expected, events: endorsements(step.events) };
  }

  /** The revision that the append is answered with, or what it is refused with. */
  append(append: Append): Revision | WrongRevision {
    const { stream, expected, events } = append;
    const last = (expected === 'none' ? -1n : expected) + BigInt(events.length);
    if (this.written.includes(append)) return last;
    const actual = this.endOf(stream);
    if (actual !== expected) return new WrongRevision(stream, expected, actual);
    this.ids.set(stream, [...this.idsOf(stream), ...events.map(({ id }) => id)]);
    this.written.push(append);
    return last;
  }
}

/** Any appends, right and wrong, one after another and all at once. */
export function describeModel(given: Given): void {
  describe('any sequence of appends', () => {
    it('has the outcomes that the model has', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 15 }), async (steps) => {
          const model = new Model();
          for (const step of steps) {
            const append = model.appendOf(step);
            if (append) expect(await outcomeOf(given.store, append)).toEqual(model.append(append));
          }
          await expectSameStreams(given.store, model);
        }),
        { numRuns: 40 },
      );
    });

    it('has them when sent without waiting', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 15 }), async (steps) => {
          const model = new Model();
          const foreseen: (Revision | WrongRevision)[] = [];
          const appends = steps.flatMap((step) => {
            const append = model.appendOf(step);
            if (append) foreseen.push(model.append(append));
            return append ?? [];
          });
          const outcomes = await Promise.all(appends.map((append) => outcomeOf(given.store, append)));
          expect(outcomes.filter(isWritten).length).toBeGreaterThanOrEqual(
            Math.min(1, foreseen.filter(isWritten).length),
          );
          await expectWholeStreams(given.store, appends, outcomes);
        }),
        { numRuns: 40 },
      );
    });
  });
}

async function outcomeOf(store: EventStore, { stream, expected, events }: Append): Promise<unknown> {
  try {
    return (await store.append(stream, expected, events)).revision;
  } catch (error) {
    return error;
  }
}

async function expectSameStreams(store: EventStore, model: Model): Promise<void> {
  for (const stream of model.streams) {
    const events = await allOf(store.readStream(stream));
    expect(events.map(({ id }) => id)).toEqual(model.idsOf(stream));
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => BigInt(index)));
  }
}

/** In whichever order they were taken: what was acknowledged is there where it was said to be, and nothing else is. */
async function expectWholeStreams(
  store: EventStore,
  appends: readonly Append[],
  outcomes: readonly unknown[],
): Promise<void> {
  const acknowledged = new Map<StreamName, Map<Revision, string>>();
  for (const [index, { stream, events }] of appends.entries()) {
    const last = outcomes[index];
    if (!isWritten(last)) {
      expect(last).toBeInstanceOf(WrongRevision);
      continue;
    }
    const ids = acknowledged.get(stream) ?? new Map<Revision, string>();
    for (const [offset, { id }] of events.entries()) ids.set(last - BigInt(events.length - 1 - offset), id);
    acknowledged.set(stream, ids);
  }
  for (const stream of new Set(appends.map((append) => append.stream))) {
    const events = await allOf(store.readStream(stream));
    const expected = acknowledged.get(stream) ?? new Map<Revision, string>();
    expect(new Map(events.map(({ revision, id }) => [revision, id]))).toEqual(expected);
  }
}

function isWritten(outcome: unknown): outcome is Revision {
  return typeof outcome === 'bigint';
}
