import { expiry, moment, namespace, userId } from './values.js';

const NOON = Date.parse('2026-11-25T12:00:00Z');

describe('the expiry of a token', () => {
  it.each([
    ['2026-11-25', '2026-11-26T00:00:00.000Z'],
    ['2027-01-31', '2027-02-01T00:00:00.000Z'],
    ['2026-11-25T13:01+01:00', '2026-11-25T12:01:00.000Z'],
    ['2026-11-25T12:00:00.001Z', '2026-11-25T12:00:00.001Z'],
  ])('is the end of a day, or an instant: %s', (given, instant) => {
    expect(expiry(given, NOON)).toBe(instant);
  });

  it.each([
    '2026-11-24',
    '2026-11-25T12:00Z',
    '2026-11-25T13:00+01:00',
    '2027',
    '2027-02-30',
    '2027-02-30T12:00Z',
    '2027-01-31T12:00',
    'tomorrow',
    '',
  ])('lies in the future, and is a day or an instant with an offset: not %p', (given) => {
    expect(() => expiry(given, NOON)).toThrow(/^It must/);
  });
});

describe('a moment to replay to', () => {
  const position = `${'0a'.repeat(16)}.000000000000000f`;

  it.each([
    [position, { position }],
    ['2005-01-31T18:00+01:00', { instant: '2005-01-31T17:00:00.000Z' }],
    ['2026-11-25T12:00:00Z', { instant: '2026-11-25T12:00:00.000Z' }],
  ])('is a position, or an instant that has been: %s', (given, expected) => {
    expect(moment(given, NOON)).toEqual(expected);
  });

  it.each([
    position.toUpperCase(),
    position.slice(1),
    '2005-01-01',
    '2005-01-01T00:00',
    '2005-13-01T00:00Z',
    '2026-11-25T12:00:00.001Z',
    'yesterday',
    '',
  ])('is not %p', (given) => {
    expect(() => moment(given, NOON)).toThrow(/^It must/);
  });
});

it.each(['', 'Jo', 'jo ann', 'a'.repeat(41), 'jo_1'])('%p is no id of a user', (given) => {
  expect(() => userId(given)).toThrow(/^It must/);
});

it.each(['', ' ', 'a'.repeat(256), '\ud800'])('%p is no namespace', (given) => {
  expect(() => namespace(given)).toThrow(/^It must/);
});
