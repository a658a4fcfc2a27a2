import fc from 'fast-check';
import type { Body } from './bodies.js';
import { DATES, IDS, SHA256 } from './pools.js';

const file = { sha256: fc.constantFrom(...SHA256), lines: fc.nat(3) };
const count = fc.nat(3);

/**
 * What the server and the command line ask for by themselves, by aggregate: no class says what is well-formed there. Whose
 * events are missing here is named by the spec of decisions.
 */
export const UNROUTED: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<Body>>>>> = {
  access: {
    IssueApiToken: withOptional(
      { tokenId: fc.constantFrom(...IDS), sha256: fc.constantFrom(...SHA256), scope: fc.constantFrom('write', 'read') },
      { expires: fc.constantFrom('2027-01-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z') },
    ),
    RevokeApiToken: withOptional({ tokenId: fc.constantFrom(...IDS) }),
  },
  import: {
    StartImport: withOptional(file),
    FinishImport: withOptional({ ...file, written: count, repeated: count, leftOut: count, errors: count }),
  },
  audit: {
    NoteExport: withOptional(
      { route: fc.constantFrom('campaigns', 'audit/log'), format: fc.constantFrom('csv', 'ndjson'), items: count },
      { position: fc.constant(`${'0'.repeat(32)}.000000000000000a`) },
    ),
    RequestReplay: withOptional({ compare: fc.boolean() }, { to: fc.constant('2026-11-24T12:00:00.000Z') }),
  },
};

/** When they are told of, with nothing else beside. */
export const UNROUTED_ENTRY = { occurredOn: DATES[3], visibility: 'restricted' } as const;

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;

function withOptional(required: Fields, optional: Fields = {}): fc.Arbitrary<Body> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required), noNullPrototype: true });
}
