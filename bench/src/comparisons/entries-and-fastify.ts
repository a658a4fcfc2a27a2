import { atLeast, type Comparison } from '../comparison.js';
import { ENTRIES_ON_64_OBJECTS, entriesOn64Objects, entriesPerSecond } from '../http/entries-per-second.js';
import { rival } from '../http/target.js';

/** What group commit is worth, with all that the product does beside it. */
export const entriesAndFastify: Comparison = {
  name: 'entries-and-fastify',
  work: ENTRIES_ON_64_OBJECTS,
  rival: 'a bare Fastify route that makes one durable better-sqlite3 transaction a request',
  reach: atLeast(1.2),
  unit: ' entries/s',
  prepare: (bench) => ({
    work: () => entriesOn64Objects(bench),
    rival: () => entriesPerSecond(bench, rival('rivals/fastify-route.js')),
  }),
};
