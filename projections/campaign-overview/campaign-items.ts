import { ACTION_KINDS, DIRECTIONS } from '../../src/campaigns/campaign/campaign.events.js';
import { inHistoricalOrder, standing, type Claim } from '../../src/event-sourcing/things.js';
import { LEVELS } from '../../src/vocabulary/enumerations.js';
import { contestOf, rivalItems, type Contest } from '../contests/contests.js';
import { is, isTrue } from '../reading/parameters.js';
import type { Reading } from '../reading/reading.js';
import type {
  CampaignRow,
  LeadRow,
  MilestoneRow,
  ObjectiveRow,
  OutcomeRow,
  PartnerRow,
  StatusRow,
  StrategyRow,
  VerdictClaim,
  VerdictRow,
} from './campaign-tables.js';
import { byDueOn, milestoneItems } from './milestones.js';
import { IN_ORDER_BROUGHT, type NextStepRow } from '../steps/next-steps.js';

/** Campaigns as they are shown. */
export async function campaignItems(rows: readonly CampaignRow[], reading: Reading): Promise<object[]> {
  const streams = rows.map(({ stream }) => stream);
  const objectives = await reading.rowsOf<ObjectiveRow>('objective', streams);
  const statuses = await reading.rowsOf<StatusRow>('status', streams);
  const strategies = await reading.rowsOf<StrategyRow>('strategy', streams);
  const leads = await reading.rowsOf<LeadRow>('lead', streams);
  const partners = await reading.rowsOf<PartnerRow>('partner', streams);
  const milestones = await reading.rowsOf<MilestoneRow>('milestone', streams, ['position', 'milestoneId']);
  const outcomes = await reading.rowsOf<OutcomeRow>('outcome', streams, ['position']);
  const verdicts = await reading.rowsOf<VerdictRow>('verdict', streams);
  const openSteps = await openStepsOf(streams, reading);
  return rows.map((row) => {
    const { stream } = row;
    return {
      campaignId: row.campaignId,
      title: row.title,
      ...objectiveItems(objectives(stream)),
      arenas: row.arenas,
      levels: row.levels,
      countries: row.countries,
      launchedOn: row.launchedOn,
      status: row.status,
      leads: leads(stream).flatMap(({ userId, claims }) => (standing(claims)?.leads ? [userId] : [])),
      partners: partners(stream).flatMap(partnerItem),
      strategies: LEVELS.flatMap((level) => strategyItem(strategies(stream).find((of) => of.level === level))),
      milestones: milestoneItems(milestones(stream)),
      outcomes: inHistoricalOrder(outcomes(stream)).map((outcome) => outcomeItem(outcome, verdicts(stream))),
      conclusion: conclusionItem(statuses(stream)),
      counts: counts(row, outcomes(stream)),
      openNextSteps: openSteps(stream).map(stepItem),
      lastActionOn: row.lastActionOn,
    };
  });
}

/** Next steps that are not done, those due first before the others. */
async function openStepsOf(
  streams: readonly string[],
  reading: Reading,
): Promise<(stream: string) => readonly NextStepRow[]> {
  if (streams.length === 0) return () => [];
  const where = [isTrue('open').where(['true']), is('stream').where(streams)];
  const steps = await reading.rows<NextStepRow>('nextStep', { where, orderBy: IN_ORDER_BROUGHT });
  const byDate = steps.toSorted((a, b) => byDueOn(a.dueOn, b.dueOn));
  return (stream) => byDate.filter((step) => step.stream === stream);
}

function stepItem({ stepId, what, dueOn, assignee, eventId, occurredOn }: NextStepRow): object {
  return { stepId, what, dueOn, assignee, eventId, occurredOn };
}

function objectiveItems(rows: readonly ObjectiveRow[]): object {
  const claims = rows.flatMap((row) => row.claims);
  const now = standing(claims);
  const earlier = inHistoricalOrder(claims.filter((claim) => claim !== now));
  return {
    objective: now?.objective ?? null,
    earlierObjectives: earlier.map(({ objective, since, reason }) => ({ objective, occurredOn: since, reason })),
  };
}

function partnerItem({ organisation, claims }: PartnerRow): object[] {
  const claim = standing(claims);
  return claim?.joined ? [{ organisation, role: claim.role, occurredOn: claim.occurredOn }] : [];
}

function strategyItem(row: StrategyRow | undefined): object[] {
  const claim = row && standing(row.claims);
  return claim ? [{ level: row.level, goals: claim.goals, tactics: claim.tactics, occurredOn: claim.occurredOn }] : [];
}

function outcomeItem(outcome: OutcomeRow, verdicts: readonly VerdictRow[]): object {
  return {
    outcomeId: outcome.outcomeId,
    actor: outcome.actor,
    change: outcome.change,
    kind: outcome.kind,
    direction: outcome.direction,
    significance: outcome.significance,
    contribution: outcome.contribution,
    otherFactors: outcome.otherFactors,
    regarding: outcome.regarding,
    occurredOn: outcome.occurredOn,
    substantiations: inHistoricalOrder(
      verdicts.filter(({ outcomeId }) => outcomeId === outcome.outcomeId).flatMap(verdictItem),
    ),
  };
}

function verdictItem({ by, claims }: VerdictRow): (Claim & Record<string, unknown>)[] {
  const claim = standing(claims);
  if (!claim) return [];
  const { independent, verdict, comment, occurredOn } = claim;
  return [{ by, independent, verdict, comment, occurredOn, ...contestOver(claims) }];
}

/** Sources may disagree on what a party says; what it adds in words is told beside it. */
function contestOver(claims: readonly VerdictClaim[]): Contest {
  return contestOf(rivalItems(claims, ({ independent, verdict }) => ({ independent, verdict })));
}

function conclusionItem(rows: readonly StatusRow[]): object | null {
  const now = standing(rows.flatMap((row) => row.claims));
  if (!now?.conclusion) return null;
  const { achievement, assessment, lessons = null, assessedBy = null, independent = null } = now.conclusion;
  return { achievement, assessment, lessons, assessedBy, independent, occurredOn: now.occurredOn };
}

function counts({ actions, developments }: CampaignRow, outcomes: readonly OutcomeRow[]): object {
  const byKind = Object.fromEntries(ACTION_KINDS.map((kind) => [kind, actions[kind] ?? 0]));
  const total = Object.values(byKind).reduce((sum, count) => sum + count, 0);
  const ofDirection = (direction: string): number =>
    outcomes.filter((outcome) => outcome.direction === direction).length;
  return {
    actions: { total, byKind },
    developments,
    outcomes: Object.fromEntries(DIRECTIONS.map((direction) => [direction, ofDirection(direction)])),
  };
}
