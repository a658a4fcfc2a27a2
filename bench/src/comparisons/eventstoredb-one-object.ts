import { atLeast, type Comparison } from '../comparison.js';
import { appendPlan, appendsPerSecond, productOnEventStoreDb, storedEntry } from '../eventstoredb/measures.js';
import { noServer } from '../eventstoredb/server.js';
import { entriesPerSecond } from '../http/entries-per-second.js';

/**
 * Entries that wait for the same object are decided together and appended as one.
 *
 * The rival is 64 appenders on one stream, unary, each waiting for its own answer and expecting any revision. That is the
 * most that the client can do there append by append, and less than the product promises, which decides every entry on
 * the revision before it. Who keeps that promise with the client alone appends one after another, which is printed beside
 * it, or loses 63 races for each one won.
 */
export const eventStoreDbOneObject: Comparison = {
  name: 'eventstoredb-one-object',
  work: 'on a real EventStoreDB: the same, 64 clients on one object',
  rival: "the client's own unary append loop on one stream, 64 concurrent, any revision",
  reach: atLeast(1.5),
  unit: ' entries/s',
  missing: noServer,
  prepare: async (bench) => {
    const entry = await storedEntry(bench);
    const plan = () => appendPlan(bench, entry, 1);
    const alone = () => {
      const { streams, ...rest } = plan();
      return { ...rest, streams: streams.slice(0, 1) };
    };
    return {
      work: () => entriesPerSecond(bench, productOnEventStoreDb(1)),
      rival: () => appendsPerSecond({ ...plan(), expected: 'any' }),
      beside: { name: 'one appender, exact revisions', measure: () => appendsPerSecond(alone()) },
    };
  },
};
