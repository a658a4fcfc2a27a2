import { Faults, type FaultsByCall } from './faults.js';

describe('test server: which calls meet a fault', () => {
  const drawn = (faults: Faults, count: number) =>
    Array.from({ length: count }, (): FaultsByCall['append'] | undefined => faults.take('append'));

  it('is the next so many, in the order in which they were set', () => {
    const faults = new Faults();
    faults.next('append', 'not-ready', 2);
    faults.next('append', 'cut-after-write');
    expect(faults.take('readAll')).toBeUndefined();
    expect(drawn(faults, 4)).toEqual(['not-ready', 'not-ready', 'cut-after-write', undefined]);
  });

  it('is a share of them, the same for the same seed', () => {
    const [one, two, three] = [new Faults(), new Faults(), new Faults()];
    for (const [faults, seed] of [
      [one, 7],
      [two, 7],
      [three, 8],
    ] as const) {
      faults.seed(seed);
      faults.sometimes('append', 'not-ready', 0.25);
      faults.sometimes('append', 'cut-after-write', 0.25);
    }
    const first = drawn(one, 2_000);
    expect(drawn(two, 2_000)).toEqual(first);
    expect(drawn(three, 2_000)).not.toEqual(first);
    for (const fault of ['not-ready', 'cut-after-write'] as const) {
      expect(one.met('append', fault)).toBeGreaterThan(400);
      expect(one.met('append', fault)).toBeLessThan(600);
    }
  });

  it('is none once they are cleared', () => {
    const faults = new Faults();
    faults.next('append', 'not-ready');
    faults.sometimes('append', 'cut-after-write', 1);
    faults.clear();
    expect(faults.take('append')).toBeUndefined();
  });
});
