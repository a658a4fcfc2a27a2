import { answerAs } from '../children.js';
import { built } from '../product.js';
import type { ReplayAnswer, ReplayPlan } from './plan.js';

/** A process of its own: the product's own replay from nothing, of every read model, up to so many events. No digests. */
answerAs(async ({ log, events }: ReplayPlan): Promise<ReplayAnswer> => {
  const { createCodec } = await built('src/aggregates.js');
  const { openSqliteEventStore } = await built('src/event-stores/sqlite/sqlite-event-store.js');
  const { projections } = await built('projections/read-models.js');
  const { Replay } = await built('projections/replay.js');
  const store = openSqliteEventStore(log);
  const from = performance.now();
  const replay = new Replay(projections, { store, codec: createCodec() });
  const end = `${store.logId}.${events.toString(16).padStart(16, '0')}`;
  await replay.advance(({ position }) => position <= end);
  const seconds = (performance.now() - from) / 1_000;
  if (replay.events !== events) throw new Error(`${String(replay.events)} events were replayed`);
  replay.close();
  await store.close();
  return { seconds };
});
