import { csv } from './csv.js';
import type { ReadRoute } from './read-route.js';

/** The query parameter that asks for a whole list. */
export const FORMAT = 'format';
export const FORMATS = ['csv', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

/** How a whole list is written. */
export interface ListFormat {
  readonly contentType: string;
  /** Writes a page of items; the first page of a list is written first, also where nothing is in it. */
  writerOf(list: Pick<ReadRoute, 'schema' | 'sums'>): (items: readonly object[], isFirst: boolean) => string;
}

export const listFormats: Readonly<Record<Format, ListFormat>> = {
  csv: { contentType: 'text/csv; charset=utf-8', writerOf: csv },
  ndjson: {
    contentType: 'application/x-ndjson',
    // Each line is what JSON shows of the item.
    writerOf: () => (items) => items.map((item) => `${JSON.stringify(item)}\n`).join(''),
  },
};

export function formatProblem(value: string): string | undefined {
  return FORMATS.some((format) => format === value) ? undefined : `must be one of ${FORMATS.join(', ')}`;
}
