import { strictestOf, type Entry } from '../../src/event-sourcing/event.js';
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
  amendment: EntryAmendment | null;
}

/** An entry as sentences tell it. */
export interface ToldEntry {
  readonly type: string;
  readonly data: object;
  readonly entry: Entry;
}

/** What amendments have to do with an entry. */
export interface EntryAmendment {
  /** The event that amended it last. */
  readonly by?: string;
  /** How a corrected entry reads now. */
  readonly now?: ToldEntry;
  /** Of an amendment: the entry that it amends, before and since. */
  readonly before?: ToldEntry;
  readonly after?: ToldEntry;
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
        amendment: 'json',
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
  const { arenas } = event.amended?.now ?? event;
  const told = { ...object, title: titleAfter(object, event), arenas: arenas ? [...arenas] : object.arenas };
  if (!known || told.title !== known.title) rows.put('object', told);
  return told;
}

function titleAfter({ title }: ObjectRow, event: Logged): string | null {
  const { amended, amends } = event;
  if (amends) return title;
  if (!amended) return event.title ?? title;
  if (amended.now) return amended.now.title ?? title;
  return event.revision === 0 ? RETRACTED : title;
}

/** What an object is called whose creation was retracted. */
const RETRACTED = 'retracted';

const ENTRY_ROW = 'entry row';

/** The event's row in every read model that shows entries one by one: none of them changes it. */
export function entryRow(event: Logged, arenas: string[] | null): EntryRow {
  const known = event.made.get(ENTRY_ROW) as EntryRow | undefined;
  if (known) return known;
  const row = newEntryRow(event, arenas);
  event.made.set(ENTRY_ROW, row);
  return row;
}

/** The event's row with the date, sources and reason that a correction has given it: it takes its place by them. */
export function entryAsAmended(event: Logged, arenas: string[] | null): EntryRow {
  const row = entryRow(event, arenas);
  const { now } = event.amended ?? {};
  if (!now) return row;
  const visibility = strictestOf([event.entry.visibility, now.entry.visibility]);
  return { ...row, ...entryColumns(now), visibility, countries: countriesIn(event.stream, now.data) };
}

function newEntryRow(event: Logged, arenas: string[] | null): EntryRow {
  const { metadata } = event;
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
    recordedAt: metadata.recordedAt,
    actor: metadata.actorId,
    ...entryColumns(event),
    data: event.storedData,
    arenas,
    countries: countriesIn(event.stream, event.data),
    amendment: amendmentOf(event),
  };
}

function entryColumns({ entry, metadata }: Logged) {
  const { occurredOn, sources, reason = null } = entry;
  return {
    occurredOn,
    occurredFrom: startOf(occurredOn),
    occurredPrecision: occurredOn.length,
    sources: sources ? [...sources] : null,
    sourced: (sources ?? []).length > 0,
    recordedLate: Math.max(0, daysBetween(endOf(occurredOn), metadata.recordedAt.slice(0, 10))),
    reason,
  };
}

function amendmentOf({ amended, amends }: Logged): EntryAmendment | null {
  if (!amended && !amends) return null;
  return {
    ...(amended ? { by: amended.by } : {}),
    ...(amended?.now ? { now: toldBy(amended.now) } : {}),
    ...(amends?.before ? { before: toldBy(amends.before) } : {}),
    ...(amends?.after ? { after: toldBy(amends.after) } : {}),
  };
}

function toldBy({ storedType, storedData, entry }: Logged): ToldEntry {
  return { type: storedType, data: storedData, entry };
}
