import fc from 'fast-check';
import { certainlyPrecedes } from './occurred-on.js';
import { rivals, type SourcedClaim } from './rivals.js';
import { standing } from './things.js';

interface Told extends SourcedClaim {
  readonly stance: string;
}

const TIMES = { kind: 'media', title: 'The Moscow Times' };
const RADIO = { kind: 'media', title: 'RFE/RL' };

const told = (stance: string, occurredOn: string | null, ...sources: (typeof TIMES)[]): Told => ({
  stance,
  occurredOn,
  sources,
});
const said = ({ stance }: Told) => ({ stance });

describe('Rival claims', () => {
  const endorsed = told('endorsed', '2000-06-27', TIMES);
  const objected = told('objected', '2000-06-27', RADIO);

  it('stand side by side where two sources tell the same time differently', () => {
    expect(rivals([endorsed, objected], said)).toEqual([endorsed, objected]);
  });

  it('are in the order of history, the coarser first, whichever was recorded first', () => {
    const inTheYear = told('endorsed', '2000', TIMES);
    expect(rivals([objected, inTheYear], said)).toEqual([inTheYear, objected]);
    expect(rivals([inTheYear, objected], said)).toEqual([inTheYear, objected]);
  });

  it('are no more where one is certainly later', () => {
    expect(rivals([endorsed, told('objected', '2000-06-28', RADIO)], said)).toEqual([]);
  });

  it('are none where a later period supersedes both, with or without sources', () => {
    expect(rivals([endorsed, objected, told('endorsed', '2001')], said)).toEqual([]);
  });

  it('are none where two sources say the same', () => {
    expect(rivals([endorsed, told('endorsed', '2000-06', RADIO)], said)).toEqual([]);
  });

  it('are none where the same source is told of again, however its fields are ordered', () => {
    const again = { ...told('objected', '2000-06-27'), sources: [{ title: TIMES.title, kind: TIMES.kind }] };
    expect(rivals([endorsed, again], said)).toEqual([]);
  });

  it('are none where one names no source', () => {
    expect(rivals([endorsed, told('objected', '2000-06-27')], said)).toEqual([]);
    expect(rivals([{ ...objected, sources: null }, endorsed], said)).toEqual([]);
  });

  it('stay so beside an entry without sources, which settles nothing', () => {
    expect(rivals([endorsed, objected, told('endorsed', '2000-06-27')], said)).toEqual([endorsed, objected]);
  });

  it('leave out what no other contradicts', () => {
    const both = told('endorsed', '2000-06-27', RADIO);
    const other = told('objected', '2000-06-27', RADIO);
    expect(rivals([endorsed, both, other], said)).toEqual([endorsed, other]);
  });

  it('are none to what created the object', () => {
    expect(rivals([told('submitted', null, TIMES), told('adopted', null, RADIO)], said)).toEqual([]);
  });

  it('are not looked for in what was told on the same sources alone, however often', () => {
    const looked: unknown[] = [];
    const count = (claim: Told): object => {
      looked.push(claim);
      return said(claim);
    };
    const again = { ...endorsed, sources: structuredClone(endorsed.sources) };
    expect(rivals([endorsed, again, told('objected', '2000-06-27', TIMES)], count)).toEqual([]);
    expect(looked).toEqual([]);
  });

  it('are found among very many without comparing each with each', () => {
    const many = Array.from({ length: 40_000 }, () => endorsed);
    const more = [...many, told('objected', '2000-06-27', TIMES), told('endorsed', '2000-06-27', RADIO)];
    const began = performance.now();
    expect(rivals(more, said)).toHaveLength(2);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});

describe('Of any claims', () => {
  const date = fc.constantFrom('2003', '2004', '2004-06', '2004-06-15', '2004-06-16', '2005-01');
  const sources = fc.constantFrom(null, [], [TIMES], [RADIO], [TIMES, RADIO]);
  const claim: fc.Arbitrary<Told> = fc.record({
    stance: fc.constantFrom('endorsed', 'objected', 'abstained'),
    occurredOn: fc.option(date, { nil: null, freq: 10 }),
    sources,
  });
  const claims = fc.array(claim, { maxLength: 12 });
  const inAnyOrder = claims.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
  );

  it('each rival has another that it contradicts, and whoever has one is a rival', () => {
    const contradict = (a: Told, b: Told): boolean =>
      a.stance !== b.stance &&
      JSON.stringify(a.sources) !== JSON.stringify(b.sources) &&
      [a, b].every((one) => one.sources !== null && one.sources.length > 0 && one.occurredOn !== null);
    const precedes = (a: Told, b: Told): boolean =>
      b.occurredOn !== null && (a.occurredOn === null || certainlyPrecedes(a.occurredOn, b.occurredOn));
    fc.assert(
      fc.property(claims, (all) => {
        const standingStill = all.filter((one) => !all.some((other) => precedes(one, other)));
        const expected = standingStill.filter((one) => standingStill.some((other) => contradict(one, other)));
        expect(new Set(rivals(all, said))).toEqual(new Set(expected));
      }),
    );
  });

  it('the order of recording makes no difference to which are rivals', () => {
    fc.assert(
      fc.property(inAnyOrder, ([all, shuffled]) => {
        expect(new Set(rivals(shuffled, said))).toEqual(new Set(rivals(all, said)));
      }),
    );
  });

  it('one that is certainly later ends the contest, and stands', () => {
    fc.assert(
      fc.property(claims, claim, (all, { stance, sources: named }) => {
        const later = { stance, sources: named, occurredOn: '2006' };
        expect(rivals([...all, later], said)).toEqual([]);
        expect(standing([...all, later])).toBe(later);
      }),
    );
  });

  it('retracting all that contradict one of them ends the contest', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const [first] = rivals(all, said);
        const left = all.filter((one) => one.stance === first?.stance);
        expect(rivals(left, said)).toEqual([]);
      }),
    );
  });

  it('no claim is a rival alone, and what was told twice changes nothing', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const found = rivals(all, said);
        expect(found).not.toHaveLength(1);
        expect(new Set(rivals([...all, ...all], said))).toEqual(new Set(found));
      }),
    );
  });
});
