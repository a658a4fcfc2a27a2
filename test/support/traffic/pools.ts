import { ARENAS } from '../../../src/vocabulary/enumerations.js';

/** Few of everything, so that what is drawn meets what was drawn before. */
export const IDS = [
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
  '00000000-0000-4000-8000-000000000003',
] as const;

/** Stands for the event that was told last in the same stream: parts are called so that were given no id. */
export const LATEST = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

export const COUNTRIES = ['CHL', 'MLI', 'POL'] as const;
export const USERS = ['lead-1', 'lead-2', 'lead-3'] as const;
export const TEXTS = ['Freedom House', 'The 59th session'] as const;
export const ADDRESSES = ['https://example.org/record', 'https://example.org/minutes'] as const;
export const SHA256 = ['a'.repeat(64), 'b'.repeat(64)] as const;

/** Days, months and years that lie before, after and within each other. */
export const DATES = ['2003', '2004', '2004-06', '2004-06-15', '2004-06-16', '2004-12', '2005-01-01', '2006'] as const;

/** Objects that an entry may speak of; of the last there is none. */
export const STREAMS = [`campaign-${IDS[0]}`, `proposal-${IDS[0]}`, `consultation-${IDS[1]}`, `proposal-${LATEST}`];

/** Whatever an object may be called after. */
export const NAMES = [...IDS, ...COUNTRIES, ...ARENAS] as const;
