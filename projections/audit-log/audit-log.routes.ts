import { entryFilters, entryItems, entrySchema } from '../entries/entry-items.js';
import type { EntryRow } from '../entries/entry-log.js';
import { endOfInstant, instantOf, instantProblem } from '../reading/instants.js';
import { list } from '../reading/list.js';
import { compared, isTrue, type Filter } from '../reading/parameters.js';
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

/**
 * Streams in which the system tells of itself: tokens, imports, exports, replays. There is no source to be given for
 * those, so they lack none.
 */
export const OF_THE_SYSTEM = ['access', 'audit', 'import'];

const sourced: Filter = {
  ...isTrue('sourced'),
  description: 'with a source, or without one although it could have had one',
  where: (values) => (eb) => {
    const without = OF_THE_SYSTEM.map((category) => eb('stream', 'not like', `${category}-%`));
    const either = values.map((value) =>
      value === 'true' ? eb('sourced', '=', 1) : eb.and([eb('sourced', '=', 0), ...without]),
    );
    return eb.or(either);
  },
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
      sourced,
      lateBy,
    },
    orders: { position: ['position'] },
    items: entryItems,
  }),
];
