import { entryAsAmended, entryLogTables, keepObject, type EntryLogRows } from '../entries/entry-log.js';
import type { Projection } from '../projection.js';

/** Every entry of every campaign, from all arenas, in order. */
export const campaignHistory: Projection<EntryLogRows> = {
  name: 'campaign-history',
  version: 3,
  categories: 'all',
  amendments: 'shown',
  tables: entryLogTables([
    ['campaignId', 'position'],
    ['campaignId', 'occurredFrom', 'occurredPrecision', 'position'],
    ['position'],
  ]),

  fold(rows, event) {
    const { arenas } = keepObject(rows, event);
    if (event.metadata.campaignId !== undefined) rows.put('entry', entryAsAmended(event, arenas));
  },
};
