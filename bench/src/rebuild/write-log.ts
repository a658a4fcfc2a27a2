import { answerAs } from '../children.js';
import { built } from '../product.js';
import { rowsIn } from '../rows-in.js';
import { Writer } from '../writer.js';
import type { LogPlan } from './plan.js';
import { eventsOf, tellHistory } from './history.js';

/** A process of its own: writes a log by the product's own commands. */
answerAs(async ({ log, campaigns }: LogPlan): Promise<{ readonly events: number }> => {
  const { openSqliteEventStore } = await built('src/event-stores/sqlite/sqlite-event-store.js');
  const store = openSqliteEventStore(log);
  await tellHistory(await Writer.on(store), campaigns);
  await store.close();
  const events = rowsIn(log, 'event');
  const expected = eventsOf(campaigns);
  if (events !== expected) throw new Error(`the history came to ${String(events)} events, not ${String(expected)}`);
  return { events };
});
