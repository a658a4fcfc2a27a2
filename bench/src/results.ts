import type { Comparison } from './comparison.js';
import { median } from './statistics.js';

/** What each round of a comparison gave. */
export interface Measured {
  readonly work: readonly number[];
  readonly rival: readonly number[];
  readonly beside: readonly number[];
}

/** A comparison, judged. */
export interface Row {
  readonly work: string;
  readonly rival: string;
  /** Median of the work, over that of the rival where there is one; three decimals. */
  readonly value: number;
  readonly reach: string;
  readonly holds: boolean;
  /** As printed in the table: the medians of both sides and of what is beside them, least and greatest value of a round. */
  readonly medians: string;
  readonly spread: string;
  readonly shown: string;
}

/**
 * Judges the rounds of a comparison. What is judged is what is printed.
 *
 * @param beside what is measured beside both sides, by name
 */
export function rowOf({ work, rival, reach, unit }: Comparison, measured: Measured, beside?: string): Row {
  const value = rounded(over(median(measured.work), measured.rival.length > 0 ? median(measured.rival) : undefined));
  const values = measured.work.map((each, round) => over(each, measured.rival[round])).toSorted((a, b) => a - b);
  const medianOf = (figures: readonly number[]): string => `${figureOf(median(figures))}${unit}`;
  const sides = [measured.work, measured.rival].filter((side) => side.length > 0).map(medianOf);
  return {
    work,
    rival,
    value,
    reach: reach.text,
    holds: reach.isReachedBy(value),
    medians: sides.join(' / ') + (beside === undefined ? '' : `; ${beside} ${medianOf(measured.beside)}`),
    spread: [values.at(0), values.at(-1)].map((end = NaN) => shortOf(end)).join('–'),
    shown: `${shortOf(value)}${reach.unit}`,
  };
}

/** The rows as a JSON array, for programs. */
export function jsonOf(rows: readonly Row[]): string {
  const told = rows.map(({ work, rival, value, reach, holds }) => ({ work, rival, value, reach, holds }));
  return `${JSON.stringify(told, undefined, 2)}\n`;
}

const HEADINGS = ['work', 'rival', 'value', 'min–max', 'reach', 'holds', 'work / rival'];
const WIDTHS = [40, 40, 9, 13, 8, 5, 36];

/** The rows as a table, for people. */
export function tableOf(rows: readonly Row[]): string {
  const rule = WIDTHS.map((width) => '─'.repeat(width));
  const cells = rows.map(({ work, rival, shown, spread, reach, holds, medians }) =>
    linesOf([work, rival, shown, spread, reach, holds ? 'yes' : 'NO', medians]),
  );
  return [HEADINGS, ...cells.flatMap((lines) => [rule, ...lines])].map(lineOf).join('');
}

/** A row's cells, wrapped, as lines of cells. */
function linesOf(cells: readonly string[]): string[][] {
  const wrapped = cells.map((cell, column) => wrap(cell, WIDTHS[column] ?? Infinity));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => wrapped.map((lines) => lines[line] ?? ''));
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function lineOf(cells: readonly string[]): string {
  const padded = cells.map((cell, column) => cell.padEnd(WIDTHS[column] ?? 0)).join('  ');
  return `${padded.trimEnd()}\n`;
}

function over(work: number, rival = 1): number {
  return work / rival;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function shortOf(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/** A figure of one side: `3,120`, `41.7`. */
export function figureOf(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
