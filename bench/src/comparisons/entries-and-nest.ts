import { atLeast, type Comparison } from '../comparison.js';
import { ENTRIES_ON_64_OBJECTS, entriesOn64Objects, entriesPerSecond } from '../http/entries-per-second.js';
import { rival } from '../http/target.js';

/** What the ledger costs: tokens, ids and digests, deciders, the log's rows, and the projections beside it. */
export const entriesAndNest: Comparison = {
  name: 'entries-and-nest',
  work: ENTRIES_ON_64_OBJECTS,
  rival: 'a bare Nest 12 + Fastify route with the same validation and group commit of one row, nothing else',
  reach: atLeast(0.6),
  unit: ' entries/s',
  prepare: (bench) => ({
    work: () => entriesOn64Objects(bench),
    rival: () => entriesPerSecond(bench, rival('rivals/nest-route.js')),
  }),
};
