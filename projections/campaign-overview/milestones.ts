import type {
  CampaignEvent,
  MilestoneMissed,
  MilestonePlanned,
  MilestoneReached,
  MilestoneRescheduled,
} from '../../src/campaigns/campaign/campaign.events.js';
import { compareOccurredOn } from '../../src/event-sourcing/occurred-on.js';
import { inHistoricalOrder, standing } from '../../src/event-sourcing/things.js';
import { contestOf, rivalItems, toldBy } from '../contests/contests.js';
import { rowOf, type Logged, type StreamRows } from '../projection.js';
import type { CampaignRows, MilestoneRow } from './campaign-tables.js';

type MilestoneEvent = MilestonePlanned | MilestoneRescheduled | MilestoneReached | MilestoneMissed;

export const MILESTONE_STATUSES = ['planned', 'reached', 'missed'] as const;

export function foldMilestone(rows: StreamRows<CampaignRows>, event: Logged<CampaignEvent & MilestoneEvent>): void {
  const milestoneId = event.data.milestoneId ?? event.id;
  const row = rows.get('milestone', event.stream, milestoneId) ?? {
    ...rowOf(event),
    milestoneId,
    position: null,
    title: null,
    dates: [],
    fates: [],
  };
  rows.put('milestone', { ...row, ...change(row, event) });
}

function change(row: MilestoneRow, event: Logged<MilestoneEvent>): Partial<MilestoneRow> {
  const { occurredOn, reason = null } = event.entry;
  switch (event.type) {
    case 'MilestonePlanned': {
      // Of several plans of one id the first is it, as for those who decide.
      if (row.position !== null) return {};
      const { title, dueOn } = event.data;
      const planned = { occurredOn: null, dueOn, since: occurredOn, reason };
      return { position: event.position, title, dates: [planned, ...row.dates] };
    }
    case 'MilestoneRescheduled':
      return { dates: [...row.dates, { occurredOn, dueOn: event.data.dueOn, since: occurredOn, reason }] };
    case 'MilestoneReached': {
      const { evidence = null } = event.data;
      return { fates: [...row.fates, { ...toldBy(event), status: 'reached', evidence, reason }] };
    }
    case 'MilestoneMissed':
      return { fates: [...row.fates, { ...toldBy(event), status: 'missed', evidence: null, reason }] };
  }
}

/** Milestones as they are shown: by when they are due, then as planned. */
export function milestoneItems(milestones: readonly MilestoneRow[]): object[] {
  const due = milestones.map((row) => ({ row, dueOn: standing(row.dates)?.dueOn ?? null }));
  return due.toSorted((a, b) => byDueOn(a.dueOn, b.dueOn)).map(({ row, dueOn }) => milestoneItem(row, dueOn));
}

/** Earlier dates first; what is due on no known date comes last. */
export function byDueOn(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareOccurredOn(a, b);
}

function milestoneItem({ milestoneId, title, dates, fates }: MilestoneRow, dueOn: string | null): object {
  const date = standing(dates);
  const fate = standing(fates);
  return {
    milestoneId,
    title,
    dueOn,
    earlierDates: inHistoricalOrder(dates.filter((claim) => claim !== date)).map(({ dueOn: was, since, reason }) => ({
      dueOn: was,
      occurredOn: since,
      reason,
    })),
    status: fate?.status ?? 'planned',
    occurredOn: fate?.occurredOn ?? null,
    evidence: fate?.evidence ?? null,
    reason: fate?.reason ?? null,
    ...contestOf(rivalItems(fates, ({ status }) => ({ status }))),
  };
}
