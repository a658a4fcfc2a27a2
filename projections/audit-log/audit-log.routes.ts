import { entryFilters, entryItems, entrySchema } from '../entries/entry-items.js';
import type { EntryRow } from '../entries/entry-log.js';
import { list } from '../reading/list.js';
import { compared, endOfInstant, instantOf, instantProblem, isTrue, type Filter } from '../reading/parameters.js';
import type { ReadRoute } from '../reading/read-route.js';
import { auditLog } from './audit-log.projection.js';

const lateBy: Filter = {
  description: 'recorded at least so many days after it happened',
  ...compared(
    'recordedLate',
    '>=',
    (value) => (/^\d{1,6}$/.test(value) ? undefined : 'must be a number of days'),
    Number,
  ),
};

export const auditLogRoutes: readonly ReadRoute[] = [
  list<EntryRow>({
    path: 'audit/log',
    projection: auditLog,
    summary: 'Every event as recorded',
    table: 'entry',
    schema: entrySchema,
    filters: {
      ...entryFilters,
      from: { description: 'recorded then or later', ...compared('recordedAt', '>=', instantProblem, instantOf) },
      to: { description: 'recorded then or earlier', ...compared('recordedAt', '<=', instantProblem, endOfInstant) },
      sourced: isTrue('sourced'),
      lateBy,
    },
    orders: { position: ['position'] },
    items: entryItems,
  }),
];
