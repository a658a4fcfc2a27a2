import fc from 'fast-check';
import { fieldsOf } from './fields.js';
import type { Body } from './bodies.js';
import { CATEGORIES, COMMANDS, creates, lookedAtBy, type AnyCommand } from './commands.js';
import { IDS } from './pools.js';

/** A command, told of one of the objects of its aggregate. */
export interface Tell {
  readonly kind: 'tell';
  /** `proposal.EndorseProposal` */
  readonly command: string;
  /** Of which object, where the command does not make one. */
  readonly nth: number;
  readonly body: Body;
  /** What else could have been told. */
  readonly otherwise: Body;
}

/** What somebody may do next. The nth of what was done before, counted from the last. */
export type Move =
  | Tell
  | { readonly kind: 'repeat'; readonly nth: number; readonly sameKey: boolean }
  | { readonly kind: 'correct'; readonly nth: number; readonly how: 'otherwise' | 'back' | number }
  | { readonly kind: 'retract'; readonly nth: number };

/** Mostly the first, so that commands meet; now and then another. */
const someObject = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) });
const anyEntry = fc.nat(30);

export function tellsOf(commands: readonly AnyCommand[]): fc.Arbitrary<Tell> {
  return fc.oneof(
    ...commands.map(({ label, bodies }) =>
      fc.record({
        kind: fc.constant<'tell'>('tell'),
        command: fc.constant(label),
        nth: someObject,
        body: bodies,
        otherwise: bodies,
      }),
    ),
  );
}

/** Objects that are there before anything else is done: two of each kind, in the first campaign. */
export const beginnings: fc.Arbitrary<Tell[]> = fc.tuple(
  ...COMMANDS.filter(creates).flatMap((command) => IDS.slice(0, 2).map((id) => beginning(command, id))),
);

function beginning(command: AnyCommand, id: string): fc.Arbitrary<Tell> {
  const ofCampaign = fieldsOf(command.type?.body ?? Object).some(({ name }) => name === 'campaignId');
  const ids = { id, ...(ofCampaign ? { campaignId: IDS[0] } : {}) };
  return tellsOf([command]).map((tell) => ({ ...tell, body: { ...tell.body, ...ids } }));
}

/** Mostly of one aggregate, also of those that its rules look at, and some of any. */
export function around<Drawn>(category: string, drawnOf: (category: string) => fc.Arbitrary<Drawn>) {
  const looked = lookedAtBy(category);
  return fc.oneof(
    { weight: 6, arbitrary: drawnOf(category) },
    { weight: 2, arbitrary: fc.oneof(...(looked.length > 0 ? looked : CATEGORIES).map(drawnOf)) },
    { weight: 1, arbitrary: fc.oneof(...CATEGORIES.map(drawnOf)) },
  );
}

/** What is told, told again, put right and taken back. */
export function trafficOf(tells: fc.Arbitrary<Tell>, length: number): fc.Arbitrary<Move[]> {
  const moves = fc.oneof<fc.MaybeWeightedArbitrary<Move>[]>(
    { weight: 10, arbitrary: tells },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant<'repeat'>('repeat'), nth: anyEntry, sameKey: fc.boolean() }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant<'correct'>('correct'),
        nth: anyEntry,
        how: fc.oneof(fc.constantFrom<'otherwise' | 'back'>('otherwise', 'back'), fc.nat(9)),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant<'retract'>('retract'), nth: anyEntry }) },
  );
  return fc.noBias(fc.array(moves, { minLength: 1, maxLength: length, size: 'max' }));
}
