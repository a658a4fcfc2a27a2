import { answerAs } from '../children.js';
import { built } from '../product.js';
import { rowsIn } from '../rows-in.js';
import { Writer } from '../writer.js';
import { eventsOf, tellHistory } from './history.js';
import { LONG_ENTRIES, LONG_EVENTS, LongCampaign } from './long-campaign.js';
import type { LogPlan } from './plan.js';

/** A process of its own: writes a log, or goes on with one, by the product's own commands. */
answerAs(async ({ log, campaigns, from = 0, withLongCampaign = false }: LogPlan): Promise<{ events: number }> => {
  const { openSqliteEventStore } = await built('src/event-stores/sqlite/sqlite-event-store.js');
  const store = openSqliteEventStore(log);
  const before = rowsIn(log, 'event');
  const writer = await Writer.on(store);
  if (withLongCampaign) await tellWithLongCampaign(writer, campaigns, from);
  else await tellHistory(writer, campaigns, { from });
  await store.close();
  const events = rowsIn(log, 'event');
  const expected = before + eventsOf(campaigns - from) + (withLongCampaign ? LONG_EVENTS : 0);
  if (events !== expected) throw new Error(`the history came to ${String(events)} events, not ${String(expected)}`);
  return { events };
});

/** Its entries lie apart from one another in the log, and the last of them before the last of the others. */
async function tellWithLongCampaign(writer: Writer, campaigns: number, from: number): Promise<void> {
  const long = new LongCampaign(writer);
  await long.launch();
  const each = Math.ceil(LONG_ENTRIES / (campaigns - from));
  await tellHistory(writer, campaigns, { from, onBegun: () => long.goOn(each) });
}
