import type { SideData } from '../../src/imf/consultation/consultation.events.js';
import { inHistoricalOrder, standing } from '../../src/event-sourcing/things.js';
import type { AskData } from '../../src/vocabulary/steps-and-asks.js';
import { contestOf, rivalItems } from '../contests/contests.js';
import { IN_ORDER_BROUGHT, type NextStepRow } from '../steps/next-steps.js';
import type { Reading } from '../reading/reading.js';
import {
  contestOver,
  minutesOf,
  schedule,
  statusInForce,
  type ConsultationRow,
  type InfluenceClaim,
  type InfluenceRow,
  type MeetingRow,
} from './consultation-register.projection.js';

/** Consultations as they are shown. */
export async function consultationItems(rows: readonly ConsultationRow[], reading: Reading): Promise<object[]> {
  const streams = rows.map(({ stream }) => stream);
  const meetings = await reading.rowsOf<MeetingRow>('meeting', streams, ['position']);
  const nextSteps = await reading.rowsOf<NextStepRow>('nextStep', streams, IN_ORDER_BROUGHT);
  const influence = await reading.rowsOf<InfluenceRow>('influence', streams);
  return rows.map((row) => ({
    campaignId: row.campaignId,
    arena: row.arena,
    country: row.country,
    occasion: row.occasion,
    purpose: row.purpose,
    asks: askItems(row.asks),
    requestedOn: row.requestedOn,
    status: row.status,
    ...planned(row),
    ...notHeld(row),
    ...held(meetings(row.stream)),
    nextSteps: nextSteps(row.stream).map(stepItem),
    minutes: minutesItem(row),
    influence: influence(row.stream).flatMap(influenceItem),
    ...contestOver(row),
  }));
}

function planned(row: ConsultationRow): object {
  const { plannedFor = null, place = null } = schedule(row) ?? {};
  return { plannedFor, place, mode: row.mode };
}

/** Why it is not to be held, while that stands. */
function notHeld(row: ConsultationRow): object {
  const { status, occurredOn, reason = null, by = null } = statusInForce(row) ?? {};
  return {
    declined: status === 'declined' ? { by, reason, occurredOn } : null,
    cancelled: status === 'cancelled' ? { reason, occurredOn } : null,
  };
}

/** The meeting that stands, and each there was: it may have been held more than once, or been told of differently. */
function held(meetings: readonly MeetingRow[]): object {
  const now = standing(meetings);
  return {
    heldOn: now?.occurredOn ?? null,
    participants: now ? now.participants.map(sideItem) : null,
    topics: now?.topics ?? null,
    summary: now?.summary ?? null,
    heldAsks: now ? askItems(now.asks) : null,
    meetings: inHistoricalOrder(meetings).map(({ eventId, occurredOn, mode, participants, topics, summary, asks }) => ({
      eventId,
      heldOn: occurredOn,
      mode,
      participants: participants.map(sideItem),
      topics,
      summary,
      asks: askItems(asks),
    })),
  };
}

function sideItem(of: SideData): object {
  const { side, count = null, organisations = null, offices = null } = of;
  return { side, count, organisations, offices };
}

function askItems(asks: readonly AskData[] | null): object[] | null {
  return asks?.map(({ text, response = null }) => ({ text, response })) ?? null;
}

function stepItem({ stepId, what, dueOn, assignee, completions }: NextStepRow): object {
  const completion = standing(completions);
  return {
    stepId,
    what,
    dueOn,
    assignee,
    completed: completion !== undefined,
    completedOn: completion?.occurredOn ?? null,
    result: completion?.result ?? null,
  };
}

function minutesItem(row: ConsultationRow): object | null {
  const minutes = minutesOf(row);
  return minutes ? { url: minutes.url, agreedBy: minutes.agreedBy, occurredOn: minutes.occurredOn } : null;
}

function influenceItem({ topic, claims }: InfluenceRow): object[] {
  const claim = standing(claims);
  if (!claim) return [];
  const { evidence = null, occurredOn } = claim;
  const contest = contestOf(rivalItems(claims, assessment));
  return [{ topic, ...assessment(claim), evidence, occurredOn, ...contest }];
}

/** What was assessed, and by whom; the evidence supports it, as sources do. */
function assessment(claim: InfluenceClaim): object {
  const { influence, assessedBy = null, independent = null } = claim;
  return { influence, assessedBy, independent };
}
