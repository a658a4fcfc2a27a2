import { atLeast, type Comparison } from '../comparison.js';
import {
  appendPlan,
  appendsPerSecond,
  entriesOn64ObjectsOnEventStoreDb,
  storedEntry,
} from '../eventstoredb/measures.js';
import { noServer } from '../eventstoredb/server.js';

/**
 * What the ledger costs beside an EventStoreDB.
 *
 * The rival is the client's own loop on the way that the product takes (unary): 64 appenders, each on a stream of its own,
 * with the exact revision and an entry that the product has stored, byte for byte but for its id. It receives nothing,
 * validates, decides and serialises nothing of its own, has no deadline, and nobody follows. Beside it is the same on the
 * client's other way, BatchAppend, which is faster, and which the product does not take: one append's fault is all's there.
 */
export const eventStoreDbEntries: Comparison = {
  name: 'eventstoredb-entries',
  work: 'on a real EventStoreDB: 64 clients log entries over HTTP on 64 objects, projections running',
  rival: "the client's own unary append loop, same bytes, 64 concurrent, exact revisions",
  reach: atLeast(0.5),
  unit: ' entries/s',
  missing: noServer,
  prepare: async (bench) => {
    const entry = await storedEntry(bench);
    const plan = () => appendPlan(bench, entry, 64);
    return {
      work: () => entriesOn64ObjectsOnEventStoreDb(bench),
      rival: () => appendsPerSecond(plan()),
      beside: { name: 'BatchAppend', measure: () => appendsPerSecond({ ...plan(), path: 'batch' }) },
    };
  },
};
