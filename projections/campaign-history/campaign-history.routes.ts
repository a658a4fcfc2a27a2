import { entryFilters, entryItems, entrySchema } from '../entries/entry-items.js';
import type { EntryRow } from '../entries/entry-log.js';
import { list } from '../reading/list.js';
import { NotFound, type ReadRoute } from '../reading/read-route.js';
import { campaignHistory } from './campaign-history.projection.js';

export const campaignHistoryRoutes: readonly ReadRoute[] = [
  list<EntryRow>({
    path: 'campaigns/:id/history',
    projection: campaignHistory,
    scope: ({ id = '' }) => ({ streams: [`campaign-${id}`], campaigns: [id] }),
    summary: 'Every entry of a campaign, each in one readable sentence, with its sources, reason and actor',
    table: 'entry',
    schema: entrySchema,
    filters: entryFilters,
    orders: { position: ['position'], occurredOn: ['occurredFrom', 'occurredPrecision', 'position'] },
    within: async (reading, { id = '' }) => {
      if (!(await reading.row('object', 'stream', `campaign-${id}`))) throw new NotFound('campaign.unknown');
      return { campaignId: id };
    },
    items: entryItems,
  }),
];
