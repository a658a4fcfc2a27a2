import Database from 'better-sqlite3';
import type { Reading } from '../../../projections/reading/reading.js';
import type { CampaignRow } from '../../../projections/campaign-overview/campaign-tables.js';
import type { NextStepRow } from '../../../projections/steps/next-steps.js';
import { answerAs } from '../children.js';
import { built } from '../product.js';
import { LONG_CAMPAIGN, LONG_ENTRIES } from '../rebuild/long-campaign.js';
import { median } from '../statistics.js';
import { eventByHand, type EntryOfLog } from './event-by-hand.js';
import type { ByHandAnswer, ByHandPlan } from './plan.js';
import { RowsByHand } from './rows-by-hand.js';

const { campaignOverview } = await built('projections/campaign-overview/campaign-overview.projection.js');
const { campaignItems } = await built('projections/campaign-overview/campaign-items.js');
const { IN_ORDER_BROUGHT } = await built('projections/steps/next-steps.js');

const STREAM = `campaign-${LONG_CAMPAIGN}` as const;

/**
 * A process of its own: where the long campaign stood at a moment, told by the least program that can tell it.
 *
 * It does: read the stream's events up to the moment by their index, with a prepared select and nothing but better-sqlite3;
 * parse data and metadata of each; fold them with the product's own fold of the overview, into plain objects in memory;
 * make the item with the product's own function, and JSON of it.
 *
 * It does not: answer over HTTP, know a token, judge a parameter, look whether a position is of this log, decode or upcast,
 * look for amendments (the stream has none), have tables, or hand anything from thread to thread.
 */
answerAs(async ({ log, places, warmUp }: ByHandPlan): Promise<ByHandAnswer> => {
  const database = new Database(log, { readonly: true });
  const select = database
    .prepare<[string, number], EntryOfLog>(
      `SELECT event.position, event.revision, lower(hex(event.id)), event.type, event.data, event.metadata
       FROM event JOIN stream ON stream.id = event.stream
       WHERE stream.name = ? AND event.position <= ? ORDER BY event.revision`,
    )
    .raw();
  const selectLast = database.prepare<[number], { position: number; metadata: string }>(
    'SELECT position, metadata FROM event WHERE position <= ? ORDER BY position DESC LIMIT 1',
  );
  const logId = database.prepare<[], string>('SELECT id FROM log').pluck().get() ?? '';
  const at = (position: number): string => `${logId}.${position.toString(16).padStart(16, '0')}`;

  const tell = async (place: number): Promise<string> => {
    const entries = select.all(STREAM, place);
    if (entries.length !== LONG_ENTRIES) throw new Error(`${String(entries.length)} entries were there`);
    const rows = new RowsByHand(campaignOverview);
    for (const entry of entries) campaignOverview.fold(rows as never, eventByHand(STREAM, entry, at) as never);
    const [row] = rows.all('campaign') as CampaignRow[];
    const [item] = await campaignItems([row as CampaignRow], readingOf(rows));
    const last = selectLast.get(place);
    return JSON.stringify({
      id: LONG_CAMPAIGN,
      revision: row?.revision,
      ...item,
      position: at(last?.position ?? 0),
      asOf: (JSON.parse(last?.metadata ?? '{}') as { recordedAt: string }).recordedAt,
    });
  };

  const times: number[] = [];
  let answer = '';
  for (const place of places) {
    const from = performance.now();
    answer = await tell(place);
    times.push(performance.now() - from);
  }
  database.close();
  return { p50Ms: median(times.slice(warmUp)), answer: JSON.parse(answer) as object };
});

/** As much of a reading as the item asks for: every row is of the one stream. */
function readingOf(rows: RowsByHand): Reading {
  const reading = {
    rowsOf: (table: string, _: unknown, order?: readonly string[]) => {
      const found = order ? rows.ordered(table, order) : rows.all(table);
      return Promise.resolve(() => found);
    },
    rows: (table: string) => {
      const steps = rows.ordered(table, IN_ORDER_BROUGHT) as NextStepRow[];
      return Promise.resolve(steps.filter(({ open }) => open));
    },
  };
  return reading as unknown as Reading;
}
