import type { Comparison } from '../../../projections/compare-with-live.js';
import type { RowDifference } from '../../../projections/row-differences.js';
import type { Position } from '../../event-sourcing/event.js';
import { table } from '../table.js';

/** A read model as a replay gives it. */
export interface ReplayedReadModel {
  readonly name: string;
  readonly version: number;
  /** The last event that it has passed. */
  readonly position: Position | null;
  readonly asOf: string | null;
  readonly digest: string;
  /** The position of an event that could not be folded, and why. */
  readonly stopped: { readonly at: Position; readonly because: string } | null;
  /** Absent where nothing was to be compared. */
  readonly live?: Comparison;
}

/** What a replay came to. */
export interface ReplayReport {
  /** The last event that was replayed, and when it was recorded. */
  readonly position: Position | null;
  readonly asOf: string | null;
  readonly events: number;
  readonly readModels: readonly ReplayedReadModel[];
}

/** Characters of a value that are shown of it on a line. */
const SHOWN = 120;

/** The report for a person. */
export function replayText({ position, asOf, events, readModels }: ReplayReport): string {
  const head = `${events === 1 ? '1 event' : `${String(events)} events`} replayed`;
  return [
    position === null ? head : `${head}, up to ${position}, recorded at ${asOf ?? ''}`,
    table(readModels.map(({ name, digest, live }) => [name, digest, live ? verdictOf(live) : ''])),
    ...readModels.flatMap(({ name, stopped }) => (stopped ? [`${name} stopped: ${stopped.because}`] : [])),
    ...readModels.flatMap(({ live }) => (live ? differenceLines(live) : [])),
  ].join('\n');
}

function verdictOf({ result, rows, why }: Comparison): string {
  if (result === 'same') return 'the same live';
  if (result === 'differs') return rows === 1 ? '1 row differs live' : `${String(rows)} rows differ live`;
  return `not compared with the live one: ${why ?? ''}`;
}

function differenceLines({ name, rows, differences }: Comparison): string[] {
  const more = rows - differences.length;
  return [
    ...differences.flatMap((difference) => linesOf(name, difference)),
    ...(more === 0 ? [] : [`${name}: and ${String(more)} more`]),
  ];
}

function linesOf(name: string, { table: of, key, row, fields }: RowDifference): string[] {
  const place = `${name}, table ${of}, row ${JSON.stringify(key)}`;
  if (row === 'missing') return [`${place}: missing live`];
  if (row === 'too-many') return [`${place}: live, but not in the replay`];
  return fields.map(
    ({ field, live, replayed }) => `${place}: ${field} is ${shown(live)} live, ${shown(replayed)} replayed`,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
