import type { SqliteEventStore } from '../../../src/event-stores/sqlite/sqlite-event-store.js';
import type { Codec } from '../../../src/event-sourcing/codec.js';
import type { ProjectionRun } from '../../../projections/projection-run.js';
import type { SqliteReadDatabase } from '../../../projections/read-database/sqlite-read-database.js';
import { built } from '../product.js';

/** A log and its read models, as the product's projector has them before it: opened, and at the head. */
export interface ReadSide {
  readonly store: SqliteEventStore;
  readonly codec: Codec;
  readonly database: SqliteReadDatabase;
  readonly runs: readonly ProjectionRun[];
  close(): Promise<void>;
}

/** @throws where a read model is not there */
export async function openReadSide(plan: { readonly log: string; readonly readDatabase: string }): Promise<ReadSide> {
  const { createCodec } = await built('src/aggregates.js');
  const { openSqliteEventStore } = await built('src/event-stores/sqlite/sqlite-event-store.js');
  const { ProjectionRun } = await built('projections/projection-run.js');
  const { SqliteReadDatabase } = await built('projections/read-database/sqlite-read-database.js');
  const { projections } = await built('projections/read-models.js');
  const store = openSqliteEventStore(plan.log);
  const database = new SqliteReadDatabase(plan.readDatabase);
  const runs = projections.map((projection) => {
    const state = database.live(projection.name);
    if (!state) throw new Error(`there is no read model ${projection.name}`);
    return new ProjectionRun(projection, database, state);
  });
  const close = async (): Promise<void> => {
    await store.close();
    database.close();
  };
  return { store, codec: createCodec(), database, runs, close };
}
