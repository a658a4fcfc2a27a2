import { certainlyPrecedes, compareOccurredOn, endOf, isPartialDate, startOf } from './occurred-on.js';

describe('when something happened', () => {
  it.each(['2004', '2004-07', '2004-07-12', '2004-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])(
    'takes %s as a day, month or year',
    (text) => {
      expect(isPartialDate(text)).toBe(true);
    },
  );

  it.each([
    '',
    '0000',
    '20004',
    '2004-13',
    '2004-00',
    '2003-02-29',
    '1900-02-29',
    '2004-06-31',
    '2004-7-1',
    '2004-07-12T00:00Z',
    ' 2004',
    2004,
    null,
  ])('refuses %p', (text) => {
    expect(isPartialDate(text)).toBe(false);
  });

  it('knows the period that a month or year stands for, without padding the date itself', () => {
    expect([startOf('2004'), endOf('2004')]).toEqual(['2004-01-01', '2004-12-31']);
    expect([startOf('2004-02'), endOf('2004-02')]).toEqual(['2004-02-01', '2004-02-29']);
  });

  it('says that one thing came before another only where the periods do not touch', () => {
    expect(certainlyPrecedes('2004-06', '2004-07-01')).toBe(true);
    expect(certainlyPrecedes('2004', '2004-07-01')).toBe(false);
    expect(certainlyPrecedes('2004-07-01', '2004')).toBe(false);
  });

  it('orders by the start of the period, the coarser first', () => {
    const shown = ['2004-07-12', '2004-01-01', '2004', '2004-07', '2003-12-31'].toSorted(compareOccurredOn);
    expect(shown).toEqual(['2003-12-31', '2004', '2004-01-01', '2004-07', '2004-07-12']);
  });
});
