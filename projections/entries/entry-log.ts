import { endOf, startOf } from '../../src/event-sourcing/occurred-on.js';
import { rowOf, type Logged, type RowOfStream, type StreamRows, type TableDefinitions } from '../projection.js';
import { daysBetween } from './calendar.js';
import { countriesIn } from './countries-in.js';

/** An entry as a row: what the history and the audit log show of every event. */
export interface EntryRow extends RowOfStream {
  eventId: string;
  position: string;
  revision: number;
  /** Stored type, and the event's name in it. */
  type: string;
  name: string;
  occurredOn: string;
  /** First day of the period, and how exactly it is known (4, 7 or 10 characters): what entries are ordered by. */
  occurredFrom: string;
  occurredPrecision: number;
  recordedAt: string;
  actor: string;
  sources: unknown[] | null;
  sourced: boolean;
  /** Days between the end of the period in which it happened and the day on which it was recorded. */
  recordedLate: number;
  reason: string | null;
  data: object;
  arenas: string[] | null;
  countries: string[];
}

/** What an object is called and which arenas it belongs to: sentences name it. */
export interface ObjectRow extends RowOfStream {
  title: string | null;
  arenas: string[] | null;
}

export interface EntryLogRows {
  entry: EntryRow;
  object: ObjectRow;
}

/** Tables of a read model that shows entries one by one. */
export function entryLogTables(
  indexes: readonly (readonly (keyof EntryRow & string)[])[],
): TableDefinitions<EntryLogRows> {
  return {
    entry: {
      columns: {
        stream: 'text',
        campaignId: 'text',
        visibility: 'text',
        eventId: 'text',
        position: 'position',
        revision: 'integer',
        type: 'text',
        name: 'text',
        occurredOn: 'text',
        occurredFrom: 'text',
        occurredPrecision: 'integer',
        recordedAt: 'text',
        actor: 'text',
        sources: 'json',
        sourced: 'boolean',
        recordedLate: 'integer',
        reason: 'text',
        data: 'json',
        arenas: 'set',
        countries: 'set',
      },
      key: ['stream', 'revision'],
      indexes,
    },
    object: {
      columns: { stream: 'text', campaignId: 'text', visibility: 'text', title: 'text', arenas: 'set' },
      key: ['stream'],
    },
  };
}

/** Keeps what the event's object is called, and returns it. */
export function keepObject(rows: StreamRows<EntryLogRows>, event: Logged): ObjectRow {
  const known = rows.get('object', event.stream);
  const object = known ?? { ...rowOf(event), title: null, arenas: null };
  const told = {
    ...object,
    title: event.title ?? object.title,
    arenas: event.arenas ? [...event.arenas] : object.arenas,
  };
  if (!known || told.title !== known.title) rows.put('object', told);
  return told;
}

const ENTRY_ROW = 'entry row';

/** The event's row in every read model that shows entries one by one: none of them changes it. */
export function entryRow(event: Logged, arenas: string[] | null): EntryRow {
  const known = event.made.get(ENTRY_ROW) as EntryRow | undefined;
  if (known) return known;
  const row = newEntryRow(event, arenas);
  event.made.set(ENTRY_ROW, row);
  return row;
}

function newEntryRow(event: Logged, arenas: string[] | null): EntryRow {
  const { entry, metadata } = event;
  const { stream, campaignId, visibility } = rowOf(event);
  return {
    stream,
    campaignId,
    visibility,
    eventId: event.id,
    position: event.position,
    revision: event.revision,
    type: event.storedType,
    name: event.type,
    occurredOn: entry.occurredOn,
    occurredFrom: startOf(entry.occurredOn),
    occurredPrecision: entry.occurredOn.length,
    recordedAt: metadata.recordedAt,
    actor: metadata.actorId,
    sources: entry.sources ? [...entry.sources] : null,
    sourced: (entry.sources ?? []).length > 0,
    recordedLate: Math.max(0, daysBetween(endOf(entry.occurredOn), metadata.recordedAt.slice(0, 10))),
    reason: entry.reason ?? null,
    data: event.storedData,
    arenas,
    countries: countriesIn(event.stream, event.data),
  };
}
