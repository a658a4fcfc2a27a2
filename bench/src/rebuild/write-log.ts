import { answerAs } from '../children.js';
import { built } from '../product.js';
import { rowsIn } from '../rows-in.js';
import { Writer } from '../writer.js';
import { EVENTS, tellHistory } from './history.js';

/** A process of its own: writes the log that is to be rebuilt from, by the product's own commands. */
answerAs(async ({ log }: { readonly log: string }): Promise<{ readonly events: number }> => {
  const { openSqliteEventStore } = await built('src/event-stores/sqlite/sqlite-event-store.js');
  const store = openSqliteEventStore(log);
  await tellHistory(await Writer.on(store));
  await store.close();
  const events = rowsIn(log, 'event');
  if (events !== EVENTS) throw new Error(`the history came to ${String(events)} events, not ${String(EVENTS)}`);
  return { events };
});
