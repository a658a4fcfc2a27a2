import { conditions } from '../reading/list.js';
import { cursorOfAnother, pageAsked } from '../reading/page.js';
import type { Filter, Where } from '../reading/parameters.js';
import type { Asked } from '../reading/read-route.js';
import type { Reading } from '../reading/reading.js';
import { GROUPS } from './groups.js';
import { between, endOfPeriod, periodOf, type PeriodKind } from './periods.js';

interface Count {
  readonly period: string;
  readonly group: string | null;
  readonly count: number;
}

interface CountsAsked {
  readonly path: string;
  readonly filters: Readonly<Record<string, Filter>>;
  readonly asked: Asked;
}

interface Counting {
  readonly by: PeriodKind;
  readonly group: keyof typeof GROUPS;
  readonly where: readonly Where[];
}

/** A page of counts, by period and then by group: a period is summed up only once the page comes to it. */
export async function countsOf(reading: Reading, { path, filters, asked }: CountsAsked) {
  const { limit, query, after, next } = pageAsked(path, filters, asked);
  const [by, group] = [query['by']?.[0] ?? 'month', query['group']?.[0] ?? 'type'] as [PeriodKind, keyof typeof GROUPS];
  const counting: Counting = { by, group, where: conditions(filters, query) };
  const last = after && placeOf(after);
  const counts: Count[] = [];
  for await (const ofPeriod of countsByPeriod(reading, counting, last?.period ?? '')) {
    counts.push(...ofPeriod.filter((count) => !last || comesAfter(count, last)));
    if (counts.length > limit) break;
  }
  const shown = counts.slice(0, limit);
  const end = counts.length > limit ? shown.at(-1) : undefined;
  return { items: shown, next: end ? next([end.period, end.group]) : null };
}

type Place = Pick<Count, 'period' | 'group'>;

function placeOf([period, group, ...more]: readonly unknown[]): Place {
  const isGroup = group === null || typeof group === 'string';
  if (typeof period !== 'string' || !isGroup || more.length > 0) throw cursorOfAnother();
  return { period, group };
}

async function* countsByPeriod(reading: Reading, counting: Counting, from: string): AsyncGenerator<Count[]> {
  const { by, where } = counting;
  for (let start = from; ;) {
    const first = (await reading.least('entries', 'occurredOn', [...where, between(start)])) as string | null;
    if (first === null) return;
    const period = periodOf(first, by);
    start = endOfPeriod(period, by);
    yield await countsIn(reading, counting, period, start);
  }
}

/** Counts of one period, by group; null, where an entry speaks of none, before the others. */
async function countsIn(reading: Reading, { group, where }: Counting, period: string, end: string): Promise<Count[]> {
  const { column, groupsIn } = GROUPS[group];
  const within = [...where, between(period, end)];
  const counts = new Map<string | null, number>();
  for (const row of await reading.sums('entries', { of: 'count', by: [column], where: within }))
    for (const named of groupsIn(row[column])) counts.set(named, (counts.get(named) ?? 0) + row.sum);
  return [...counts].map(([named, count]) => ({ period, group: named, count })).toSorted(byPlace);
}

function byPlace(a: Place, b: Place): number {
  return comesAfter(a, b) ? 1 : -1;
}

function comesAfter(a: Place, b: Place): boolean {
  return a.period === b.period ? (a.group ?? '') > (b.group ?? '') : a.period > b.period;
}
