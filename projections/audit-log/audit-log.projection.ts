import { entryLogTables, entryRow, keepObject, type EntryLogRows } from '../entries/entry-log.js';
import type { Projection } from '../projection.js';

/** Every event as recorded, whether it belongs to a campaign or not. */
export const auditLog: Projection<EntryLogRows> = {
  name: 'audit-log',
  version: 3,
  categories: 'all',
  amendments: 'shown',
  tables: entryLogTables([
    ['position'],
    ['campaignId', 'position'],
    ['actor', 'position'],
    ['recordedAt', 'position'],
    ['eventId'],
  ]),

  fold(rows, event) {
    const { arenas } = keepObject(rows, event);
    rows.put('entry', entryRow(event, arenas));
  },
};
