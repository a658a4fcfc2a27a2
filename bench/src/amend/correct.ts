import { answerAs } from '../children.js';
import { built } from '../product.js';
import { LONG_CAMPAIGN } from '../rebuild/long-campaign.js';
import { median } from '../statistics.js';
import { Writer } from '../writer.js';
import type { AmendPlan, CorrectionAnswer } from './plan.js';
import { openReadSide, type ReadSide } from './read-side.js';

const STREAM = `campaign-${LONG_CAMPAIGN}` as const;
/** Entries that are corrected lie so far apart in the stream. */
const STRIDE = 37;

/**
 * A process of its own: corrections of one entry after another of the long campaign. Of each: the body judged, the stream
 * read and decided on, the event durably appended; then every read model brought forward as the projector does it, in one
 * transaction. Without HTTP, and without the projector's rests between batches.
 */
answerAs(async ({ warmUp, measured, ...files }: AmendPlan): Promise<CorrectionAnswer> => {
  const side = await openReadSide(files);
  const writer = await Writer.on(side.store);
  const letters = await lettersIn(side);
  const decided: number[] = [];
  const toldAgain: number[] = [];
  for (let index = 0; index < warmUp + measured; index++) {
    const patch = { summary: `It was a fax, not a letter (${String(index)}).` };
    const begun = performance.now();
    await writer.correct('campaign', LONG_CAMPAIGN, letters[(index * STRIDE) % letters.length] ?? '', {
      patch,
      reason: 'The record says otherwise',
    });
    const written = performance.now();
    await bringForward(side);
    decided.push(written - begun);
    toldAgain.push(performance.now() - written);
  }
  await side.close();
  const times = decided.map((milliseconds, index) => milliseconds + (toldAgain[index] ?? NaN));
  const p50 = (figures: readonly number[]): number => median(figures.slice(warmUp));
  return { p50Ms: p50(times), decidedMs: p50(decided), toldAgainMs: p50(toldAgain) };
});

async function lettersIn({ store }: ReadSide): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id, type } of store.readStream(STREAM)) if (type === 'campaign.ActionLogged.v1') ids.push(id);
  return ids;
}

const { Page } = await built('projections/page.js');
const { advanceAll } = await built('projections/projection-run.js');
const { placesIn } = await built('projections/audit-log/places.js');

async function bringForward({ store, codec, database, runs }: ReadSide): Promise<void> {
  const page = await store.readAll(runs[0]?.state.resume ?? 'start', 2);
  if (page.events.length !== 1) throw new Error(`${String(page.events.length)} events came of one correction`);
  advanceAll(runs, await Page.of(page, { store, codec, placesOf: placesIn(database) }), database);
  if (runs.some(({ stopped }) => stopped)) throw new Error('a read model stopped');
}
