import { parseLine } from './import-line.js';

describe('a line that cannot be read', () => {
  it.each([
    ['longer than a body may be', 'too-long', 'is longer than 256 KiB'],
    ['not JSON', Buffer.from('{"key": '), 'is not JSON in UTF-8'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'is not JSON in UTF-8'],
    ['a list', Buffer.from('[]'), 'is not a JSON object'],
    [
      'nested without measure',
      Buffer.from(`${'['.repeat(40_000)}${']'.repeat(40_000)}`),
      'must not be nested more than 32 levels deep',
    ],
  ] as const)('since it is %s is told by its number', (_, bytes, message) => {
    expect(parseLine({ number: 7, bytes }).errors).toEqual([{ line: 7, field: '', message }]);
  });

  it('is not one that has brackets within its text', () => {
    const fields = { summary: `\\"${'['.repeat(40_000)}` };
    const line = { key: '1', command: 'LogAction', on: '@campaign', occurredOn: '2003', fields };
    expect(parseLine({ number: 7, bytes: Buffer.from(JSON.stringify(line)) })).toMatchObject({ fields, errors: [] });
  });
});
