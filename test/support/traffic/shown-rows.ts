import type { EntryRow, ObjectRow } from '../../../projections/entries/entry-log.js';
import type { AnyProjection } from '../../../projections/projection.js';
import { columnsOf, decodeRow, tablesOf, type AnyTable } from '../../../projections/read-database/columns.js';
import { projections } from '../../../projections/read-models.js';
import { Replay } from '../../../projections/replay.js';
import { rowDifferences, type RowDifference } from '../../../projections/row-differences.js';
import { isAmendment } from '../../../src/event-sourcing/amendments.js';
import type { World } from './world.js';

/** Every read model of a world, folded from its first event; to be closed. */
export async function replayOf({ store, codec }: World): Promise<Replay> {
  const replay = new Replay(projections, { store, codec });
  await replay.advance(() => true);
  for (const { name } of projections) expect(replay.stateOf(name)).toMatchObject({ name, stoppedBecause: null });
  return replay;
}

/** Rows in which two worlds differ, but for the places of events: amendments take places, too. */
export function differences(one: Replay, other: Replay): object[] {
  return projections
    .filter(({ amendments }) => amendments !== 'shown')
    .flatMap((projection) => {
      const { name } = projection;
      const [live, replayed] = [one, other].map((replay) => ({
        database: replay.database,
        generation: replay.stateOf(name).generation,
      }));
      if (!live || !replayed) return [];
      return [...rowDifferences(projection, live, replayed)]
        .map((difference) => ({ name, ...difference, fields: withoutPlaces(projection, difference) }))
        .filter(({ row, fields }) => row !== 'other' || fields.length > 0);
    });
}

function withoutPlaces(projection: AnyProjection, { table, fields }: RowDifference): RowDifference['fields'] {
  const kinds = new Map(columnsOf(tableOf(projection, table)));
  return fields.filter(({ field }) => field !== 'revision' && kinds.get(field) !== 'position');
}

/** What a read model shows one by one: every event as recorded, amendments too. */
export function entriesShown(replay: Replay, projection: AnyProjection): EntryRow[] {
  return rowsShown(replay, projection, 'entry') as unknown as EntryRow[];
}

/** What sentences call each object, by its stream. */
export function titlesShown(replay: Replay, projection: AnyProjection): Map<string, string | null> {
  const rows = rowsShown(replay, projection, 'object') as unknown as ObjectRow[];
  return new Map(rows.map(({ stream, title }) => [stream, title]));
}

function rowsShown(replay: Replay, projection: AnyProjection, table: string): Record<string, unknown>[] {
  const { generation } = replay.stateOf(projection.name);
  const rows = replay.database.rowsInKeyOrder(projection, generation, table);
  return [...rows].map((row) => decodeRow(tableOf(projection, table), row));
}

/** Of the entries shown those that still stand, as each of them reads by now. */
export function asTheyRead(entries: readonly EntryRow[]): EntryRow[] {
  const told = entries.filter(({ type }) => !isAmendment(type));
  return told.flatMap((entry) => {
    const { amendment } = entry;
    if (amendment?.by === undefined) return [entry];
    if (!amendment.now) return [];
    const { type, data, entry: now } = amendment.now;
    const { occurredOn, sources = null, reason = null } = now;
    return [{ ...entry, type, data, occurredOn, sources: sources && [...sources], reason, amendment: null }];
  });
}

function tableOf(projection: AnyProjection, name: string): AnyTable {
  const table = tablesOf(projection).find(([other]) => other === name)?.[1];
  if (!table) throw new Error(`${projection.name} has no table ${name}`);
  return table;
}
