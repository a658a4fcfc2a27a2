import type { PositionedEvent } from '../../../src/event-sourcing/event.js';
import { answerAs } from '../children.js';
import { built } from '../product.js';
import { LONG_CAMPAIGN, LONG_ENTRIES } from '../rebuild/long-campaign.js';
import { median } from '../statistics.js';
import type { AmendAnswer, AmendPlan } from './plan.js';
import { openReadSide, type ReadSide } from './read-side.js';

const STREAM = `campaign-${LONG_CAMPAIGN}` as const;

const { aggregates } = await built('src/aggregates.js');
const { Page } = await built('projections/page.js');
const { advanceAll } = await built('projections/projection-run.js');
const decider = aggregates.map((each) => each.decider).find(({ category }) => category === 'campaign');

/**
 * A process of its own: the long campaign read once, folded once by its decider and once by every read model, whose rows
 * are written in one transaction. Before each time, and not counted, its rows are taken out of the read models.
 */
answerAs(async ({ warmUp, measured, ...files }: AmendPlan): Promise<AmendAnswer> => {
  const side = await openReadSide(files);
  const times: number[] = [];
  for (let index = 0; index < warmUp + measured; index++) {
    takeOut(side);
    const from = performance.now();
    await foldOnce(side);
    times.push(performance.now() - from);
  }
  await side.close();
  return { p50Ms: median(times.slice(warmUp)) };
});

function takeOut({ database, runs }: ReadSide): void {
  database.write(() => {
    for (const { projection, state } of runs)
      for (const rows of database.rowStores(projection, state.generation).values())
        for (const { key } of rows.stored(STREAM).values()) rows.delete(key);
  });
}

async function foldOnce({ store, codec, database, runs }: ReadSide): Promise<void> {
  const events: PositionedEvent[] = [];
  let state: unknown = decider?.initial();
  for await (const event of store.readStream(STREAM)) {
    state = decider?.evolve(state, codec.decode(event).event);
    events.push(event as PositionedEvent);
  }
  if (events.length !== LONG_ENTRIES) throw new Error(`${String(events.length)} entries were there`);
  const end = runs[0]?.state.resume ?? '';
  advanceAll(runs, new Page({ events, end }, codec, new Map()), database);
}
