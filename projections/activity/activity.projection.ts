import { entryRow } from '../entries/entry-log.js';
import { rowOf, type Logged, type Projection, type RowOfStream } from '../projection.js';

/** Entries of one stream that are alike in all that they are counted by. */
export interface ActivityRow extends RowOfStream {
  campaignId: string;
  occurredOn: string;
  /** Stored type, and the event's name in it. */
  type: string;
  name: string;
  arenas: string[];
  countries: string[];
  count: number;
}

/** The arenas that an object belongs to, as its first event says. */
interface ObjectRow extends RowOfStream {
  arenas: string[];
}

interface ActivityRows {
  entries: ActivityRow;
  object: ObjectRow;
}

/** What a row is looked up by: no column of it is ever null. */
const KEY = ['stream', 'occurredOn', 'type', 'countries', 'arenas', 'campaignId', 'visibility'] as const;

/** How many entries the campaigns have, by all that they are counted by. */
export const activity: Projection<ActivityRows> = {
  name: 'activity',
  version: 2,
  categories: 'all',
  tables: {
    entries: {
      columns: {
        stream: 'text',
        campaignId: 'text',
        visibility: 'text',
        occurredOn: 'text',
        type: 'text',
        name: 'text',
        arenas: 'set',
        countries: 'set',
        count: 'integer',
      },
      key: KEY,
      // The first holds all that is grouped by: sums over every campaign are read from it alone, in order.
      indexes: [
        ['occurredOn', 'name', 'countries', 'arenas', 'campaignId', 'visibility', 'count'],
        ['campaignId', 'occurredOn'],
      ],
    },
    object: {
      columns: { stream: 'text', campaignId: 'text', visibility: 'text', arenas: 'set' },
      key: ['stream'],
    },
  },

  fold(rows, event) {
    const known = rows.get('object', event.stream);
    const arenas = known?.arenas ?? [...(event.arenas ?? [])];
    if (!known && event.arenas) rows.put('object', { ...rowOf(event), arenas });
    const { campaignId } = event.metadata;
    if (campaignId === undefined) return;
    const row = rowFor(event, campaignId, arenas);
    const counted = rows.get('entries', ...KEY.map((column) => row[column]));
    rows.put('entries', { ...row, count: (counted?.count ?? 0) + 1 });
  },
};

function rowFor(event: Logged, campaignId: string, arenas: string[]): Omit<ActivityRow, 'count'> {
  return {
    ...rowOf(event),
    campaignId,
    occurredOn: event.entry.occurredOn,
    type: event.storedType,
    name: event.type,
    arenas,
    countries: entryRow(event, arenas).countries,
  };
}
