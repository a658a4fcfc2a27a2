import fc from 'fast-check';
import { v5 } from 'uuid';
import { nameBasedUuid } from './name-based-uuid.js';

describe('A name-based UUID', () => {
  it('is the one that RFC 9562 shows (appendix A.4)', () => {
    const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
    expect(nameBasedUuid('www.example.com', dns)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('is the one that another implementation makes, whatever the name and the namespace', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uuid({ version: [4, 5] }), (name, namespace) => {
        expect(nameBasedUuid(name, namespace)).toBe(v5(name, namespace));
      }),
    );
  });
});
