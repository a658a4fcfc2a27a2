import 'reflect-metadata';
import { Groups, Text } from '../vocabulary/fields.js';
import { EntryFields, ReasonedEntryFields } from '../vocabulary/entry.js';
import { Party } from '../vocabulary/party.js';
import { InvalidFields } from './json.js';
import { validateCommand } from './validate.js';

class Say extends EntryFields {
  @Text() text!: string;
  @Groups(() => Party, { optional: true }) targets?: Party[];
}

class SayWhy extends ReasonedEntryFields {}

const NOON = Date.parse('2026-11-25T12:00:00Z');
const say = { text: 'Hello', occurredOn: '2004' };

function errorsOf(body: unknown, bodyClass: new () => object = Say): Record<string, string> {
  try {
    validateCommand('Say', bodyClass, body, NOON);
  } catch (error) {
    if (error instanceof InvalidFields) return Object.fromEntries(error.errors.map((e) => [e.field, e.message]));
    throw error;
  }
  return {};
}

describe('a body at the edge', () => {
  it('is taken apart into the command and its entry, members seeing it unless said otherwise', () => {
    expect(validateCommand('Say', Say, { ...say }, NOON)).toEqual({
      asked: { type: 'Say', data: { text: 'Hello' }, entry: { occurredOn: '2004', visibility: 'members' } },
    });
  });

  it('hears every error at once, each under its path', () => {
    const body = {
      occurredOn: '2004-02-30',
      text: '',
      unheard: 1,
      targets: [{ body: 'UN', country: 'CHL' }, {}, { country: 'XXX' }, 'nobody', { organisation: 'a\u0007' }],
      sources: [
        { kind: 'media', url: 'http://user:secret@example.org/' },
        { kind: 'gossip', title: 'x' },
      ],
    };
    expect(Object.keys(errorsOf(body)).toSorted()).toEqual([
      'occurredOn',
      'sources[0].title',
      'sources[0].url',
      'sources[1].kind',
      'targets',
      'targets[0]',
      'targets[1]',
      'text',
      'unheard',
    ]);
    expect(Object.keys(errorsOf({ ...body, targets: body.targets.filter((t) => t !== 'nobody') }))).toEqual(
      expect.arrayContaining(['targets[0]', 'targets[1]', 'targets[2].country', 'targets[3].organisation']),
    );
  });

  it('requires a reason where one is required', () => {
    expect(errorsOf({ occurredOn: '2004' }, SayWhy)).toEqual({ reason: 'is required' });
  });

  it('takes today wherever on earth it is today, and nothing later', () => {
    expect(errorsOf({ ...say, occurredOn: '2026-11-26' })).toEqual({});
    expect(errorsOf({ ...say, occurredOn: '2026' })).toEqual({});
    expect(errorsOf({ ...say, occurredOn: '2026-11-27' })).toEqual({ occurredOn: 'must not lie in the future' });
    expect(errorsOf({ ...say, occurredOn: '2026-12' })).toEqual({ occurredOn: 'must not lie in the future' });
  });

  it.each([
    ['null', { ...say, text: null }, 'text'],
    ['an unpaired surrogate', { ...say, text: 'a\ud800' }, 'text'],
    ['a list in the place of text', { ...say, text: ['a'] }, 'text'],
    ['a list in the place of an object', { ...say, sources: [[]] }, 'sources'],
    ['a way into the prototype', JSON.parse('{"text":"a","occurredOn":"2004","__proto__":{"x":1}}'), '__proto__'],
    ['a constructor of its own', { ...say, constructor: { name: 'x' } }, 'constructor'],
    [
      'a nested constructor',
      { ...say, sources: [{ kind: 'media', title: 'a', constructor: 1 }] },
      'sources[0].constructor',
    ],
    ['a list without measure', { ...say, sources: Array.from({ length: 201 }, () => ({})) }, 'sources'],
    ['text of 20,001 characters', { ...say, text: 'a'.repeat(20_001) }, 'text'],
    [
      'a script for a link',
      { ...say, sources: [{ kind: 'media', title: 'a', url: 'javascript:alert(1)' }] },
      'sources[0].url',
    ],
  ])('refuses %s', (_, body, field) => {
    expect(Object.keys(errorsOf(body))).toEqual([field]);
  });

  it('refuses nesting without measure', () => {
    const deep = JSON.parse('{"a":'.repeat(2_500) + '1' + '}'.repeat(2_500)) as unknown;
    expect(Object.values(errorsOf({ ...say, deep }))).toContain('must not be nested more than 32 levels deep');
  });

  it('takes line breaks and 20,000 characters beyond the basic plane', () => {
    expect(errorsOf({ ...say, text: '😀'.repeat(20_000) })).toEqual({});
    expect(errorsOf({ ...say, text: 'one\r\ntwo\n' })).toEqual({});
  });

  it('tells of an item far down a list by its place in it', () => {
    const targets = Array.from({ length: 200 }, (_, index) =>
      index === 3 || index === 150 ? { body: '' } : { body: 'A' },
    );
    expect(Object.keys(errorsOf({ ...say, targets }))).toEqual(['targets[3].body', 'targets[150].body']);
    expect(Object.keys(errorsOf({ targets: targets.slice(100) }))).toContain('targets[50].body');
  });

  it('is not slowed by bodies made to be slow', () => {
    const wide = Object.fromEntries(Array.from({ length: 25_000 }, (_, i) => [`k${String(i)}`, 1]));
    const parties = Array.from({ length: 200 }, () => ({ body: 'a'.repeat(400), country: 'XXX', x: 1 }));
    const lists = { ...say, targets: parties, sources: parties, texts: Array.from({ length: 200 }, () => [null]) };
    for (const body of [wide, { ...say, wide }, lists]) {
      const times = Array.from({ length: 5 }, () => {
        const sent = structuredClone(body);
        const started = performance.now();
        expect(() => validateCommand('Say', Say, sent, NOON)).toThrow(InvalidFields);
        return performance.now() - started;
      });
      // What else runs on the machine only ever adds: the quickest is the nearest to what the body costs.
      expect(Math.min(...times)).toBeLessThan(100);
    }
  });
});
