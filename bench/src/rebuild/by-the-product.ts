import { answerAs } from '../children.js';
import { built } from '../product.js';
import type { ProductAnswer, RebuildPlan } from './plan.js';

/** A process of its own: every read model built anew by the product in a file of its own; digests are taken afterwards. */
answerAs(async ({ log, readDatabase }: RebuildPlan): Promise<ProductAnswer> => {
  const { createCodec } = await built('src/aggregates.js');
  const { openSqliteEventStore } = await built('src/event-stores/sqlite/sqlite-event-store.js');
  const { SqliteReadDatabase } = await built('projections/read-database/sqlite-read-database.js');
  const { projections } = await built('projections/read-models.js');
  const { rebuild } = await built('projections/rebuild.js');
  const { liveDigests } = await built('projections/digest.js');
  const store = openSqliteEventStore(log);
  const database = new SqliteReadDatabase(readDatabase);
  const from = performance.now();
  await rebuild(projections, { store, codec: createCodec(), database });
  const seconds = (performance.now() - from) / 1_000;
  const digests = liveDigests(database, projections);
  await store.close();
  database.close();
  return { seconds, digest: JSON.stringify(digests) };
});
