import fc from 'fast-check';
import { daysBetween } from './calendar.js';

const MS_OF_A_DAY = 86_400_000;

describe('Days between two days', () => {
  it.each([
    ['2004-02-28', '2004-03-01', 2],
    ['2005-02-28', '2005-03-01', 1],
    ['1900-02-28', '1900-03-01', 1],
    ['2000-02-28', '2000-03-01', 2],
    ['2004-12-31', '2005-01-01', 1],
    ['2005-01-01', '2004-12-31', -1],
    ['2004-07-12', '2004-07-12', 0],
  ])('from %s to %s are %i', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  it('are as many as the calendar has', () => {
    const day = fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (from, to) => {
        expect(daysBetween(from, to)).toBe((Date.parse(to) - Date.parse(from)) / MS_OF_A_DAY);
      }),
    );
  });
});
