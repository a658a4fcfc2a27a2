import type {
  ActionLogged,
  CampaignEvent,
  CampaignLaunched,
  OutcomeRecorded,
  OutcomeSubstantiated,
} from '../../src/campaigns/campaign/campaign.events.js';
import { canonicalJson } from '../../src/event-sourcing/ids.js';
import { compareOccurredOn } from '../../src/event-sourcing/occurred-on.js';
import { standing } from '../../src/event-sourcing/things.js';
import { toldBy } from '../contests/contests.js';
import { objectRowOf, rowOf, type Logged, type Projection, type StreamRows } from '../projection.js';
import { campaignTables, type CampaignRow, type CampaignRows, type StatusClaim } from './campaign-tables.js';
import { foldMilestone } from './milestones.js';
import { addNextSteps, completeNextStep } from '../steps/next-steps.js';

type Rows = StreamRows<CampaignRows>;

/** Where each campaign stands: objective, strategies, milestones, people, outcomes, what was done and what is due. */
export const campaignOverview: Projection<CampaignRows, CampaignEvent> = {
  name: 'campaign-overview',
  version: 2,
  categories: ['campaign'],
  tables: campaignTables,

  fold(rows, event) {
    const row = rows.get('campaign', event.stream) ?? beginning(event);
    foldPart(rows, event);
    rows.put('campaign', { ...row, ...change(row, event), ...statusAfter(rows, event), revision: event.revision });
  },
};

function beginning(event: Logged): CampaignRow {
  return {
    ...objectRowOf(event),
    title: null,
    arenas: null,
    levels: null,
    countries: null,
    launchedOn: null,
    status: 'running',
    achievement: null,
    actions: {},
    developments: 0,
    lastActionOn: null,
  };
}

/** What the event changes in the campaign's own row, but for its status. */
function change(row: CampaignRow, event: Logged<CampaignEvent>): Partial<CampaignRow> {
  switch (event.type) {
    case 'CampaignLaunched': {
      const { title, arenas, levels, countries } = event.data;
      return {
        title,
        arenas: [...arenas],
        levels: [...levels],
        countries: countries ? [...countries] : null,
        launchedOn: event.entry.occurredOn,
      };
    }
    case 'ActionLogged':
      return countAction(row, event);
    case 'DevelopmentRecorded':
      return { developments: row.developments + 1 };
    default:
      return {};
  }
}

function countAction(
  { actions, lastActionOn }: CampaignRow,
  { data, entry }: Logged<ActionLogged>,
): Partial<CampaignRow> {
  const { occurredOn } = entry;
  const isLast = lastActionOn === null || compareOccurredOn(occurredOn, lastActionOn) > 0;
  return {
    actions: { ...actions, [data.kind]: (actions[data.kind] ?? 0) + 1 },
    lastActionOn: isLast ? occurredOn : lastActionOn,
  };
}

function statusAfter(rows: Rows, event: Logged<CampaignEvent>): Partial<CampaignRow> {
  const told = statusClaim(event);
  if (!told) return {};
  const row = rows.get('status', event.stream) ?? { ...rowOf(event), claims: [] };
  const claims = [...row.claims, told];
  rows.put('status', { ...row, claims });
  const now = standing(claims);
  return { status: now?.status ?? 'running', achievement: now?.conclusion?.achievement ?? null };
}

function statusClaim(event: Logged<CampaignEvent>): StatusClaim | undefined {
  const { occurredOn } = event.entry;
  switch (event.type) {
    case 'CampaignLaunched':
      return { occurredOn: null, status: 'running', conclusion: null };
    case 'CampaignResumed':
    case 'CampaignReopened':
      return { occurredOn, status: 'running', conclusion: null };
    case 'CampaignPaused':
      return { occurredOn, status: 'paused', conclusion: null };
    case 'CampaignConcluded':
      return { occurredOn, status: 'concluded', conclusion: event.data };
    default:
      return undefined;
  }
}

/** What the event says of parts that have rows of their own. */
function foldPart(rows: Rows, event: Logged<CampaignEvent>): void {
  const { occurredOn } = event.entry;
  switch (event.type) {
    case 'CampaignLaunched':
      launch(rows, event);
      return;
    case 'ObjectiveRevised':
      addObjective(rows, event, event.data.objective, occurredOn);
      return;
    case 'StrategyAdopted': {
      const { level, goals, tactics } = event.data;
      const row = rows.get('strategy', event.stream, level) ?? { ...rowOf(event), level, claims: [] };
      rows.put('strategy', { ...row, claims: [...row.claims, { occurredOn, goals, tactics }] });
      return;
    }
    case 'LeadAppointed':
    case 'LeadRelieved':
      addLeadership(rows, event, event.data.userId, { occurredOn, leads: event.type === 'LeadAppointed' });
      return;
    case 'PartnerJoined':
    case 'PartnerLeft':
      addPartnership(rows, event);
      return;
    case 'MilestonePlanned':
    case 'MilestoneRescheduled':
    case 'MilestoneReached':
    case 'MilestoneMissed':
      foldMilestone(rows, event);
      return;
    case 'ActionLogged':
      addNextSteps(rows, event, event.data.nextSteps);
      return;
    case 'NextStepCompleted':
      completeNextStep(rows, event);
      return;
    case 'OutcomeRecorded':
      addOutcome(rows, event);
      return;
    case 'OutcomeSubstantiated':
      addVerdict(rows, event);
      return;
    default:
  }
}

function launch(rows: Rows, event: Logged<CampaignLaunched>): void {
  addObjective(rows, event, event.data.objective, null);
  for (const userId of event.data.leads) addLeadership(rows, event, userId, { occurredOn: null, leads: true });
}

function addObjective(rows: Rows, event: Logged, objective: string, occurredOn: string | null): void {
  const row = rows.get('objective', event.stream) ?? { ...rowOf(event), claims: [] };
  const { occurredOn: since, reason = null } = event.entry;
  rows.put('objective', { ...row, claims: [...row.claims, { occurredOn, objective, since, reason }] });
}

function addLeadership(rows: Rows, event: Logged, userId: string, claim: CampaignRows['lead']['claims'][number]): void {
  const row = rows.get('lead', event.stream, userId) ?? { ...rowOf(event), userId, claims: [] };
  rows.put('lead', { ...row, claims: [...row.claims, claim] });
}

function addPartnership(rows: Rows, event: Logged<CampaignEvent> & { type: 'PartnerJoined' | 'PartnerLeft' }): void {
  const { organisation } = event.data;
  const role = 'role' in event.data ? event.data.role : null;
  const row = rows.get('partner', event.stream, organisation) ?? { ...rowOf(event), organisation, claims: [] };
  const claim = { occurredOn: event.entry.occurredOn, joined: event.type === 'PartnerJoined', role };
  rows.put('partner', { ...row, claims: [...row.claims, claim] });
}

/** Of several outcomes of one id the first is it, as for those who decide. */
function addOutcome(rows: Rows, event: Logged<OutcomeRecorded>): void {
  const { outcomeId = event.id, ...outcome } = event.data;
  if (rows.get('outcome', event.stream, outcomeId)) return;
  const { occurredOn } = event.entry;
  rows.put('outcome', { ...rowOf(event), outcomeId, position: event.position, occurredOn, ...outcome });
}

function addVerdict(rows: Rows, event: Logged<OutcomeSubstantiated>): void {
  const { outcomeId, by, independent, verdict, comment = null } = event.data;
  const party = canonicalJson(by);
  const row = rows.get('verdict', event.stream, outcomeId, party) ?? {
    ...rowOf(event),
    outcomeId,
    party,
    by,
    claims: [],
  };
  const claim = { ...toldBy(event), independent, verdict, comment };
  rows.put('verdict', { ...row, claims: [...row.claims, claim] });
}
