import type { Happened, Told } from '../../event-sourcing/event.js';
import { canonicalJson } from '../../event-sourcing/ids.js';
import { Parts, Things } from '../../event-sourcing/things.js';
import { addNextSteps, completionOf } from '../../vocabulary/next-steps.js';
import type { CampaignEvent, OutcomeSubstantiated } from './campaign.events.js';

/** What the rules of a campaign look at. */
export interface Campaign {
  /** Whoever has ever led it. */
  readonly leads: Set<string>;
  readonly milestones: Parts<CampaignEvent>;
  readonly actions: Parts<CampaignEvent>;
  readonly outcomes: Parts<CampaignEvent>;
  readonly steps: Parts<CampaignEvent>;
  readonly things: Things<CampaignEvent>;
}

export function unlaunched(): Campaign {
  return {
    leads: new Set(),
    milestones: new Parts(),
    actions: new Parts(),
    outcomes: new Parts(),
    steps: new Parts(),
    things: new Things(),
  };
}

export function evolve(state: Campaign, event: Happened<CampaignEvent>): Campaign {
  const thing = thingOf(event);
  if (thing !== undefined) state.things.add(thing, event);
  switch (event.type) {
    case 'CampaignLaunched':
      launch(state, event);
      break;
    case 'MilestonePlanned':
      plan(state, event, event.data.milestoneId ?? event.id);
      break;
    case 'ActionLogged':
      state.actions.add(event.data.actionId ?? event.id, event);
      addNextSteps(state.steps, event, event.data.nextSteps);
      break;
    case 'OutcomeRecorded':
      state.outcomes.add(event.data.outcomeId ?? event.id, event);
      break;
    case 'LeadAppointed':
      state.leads.add(event.data.userId);
      break;
    default:
      break;
  }
  return state;
}

function launch(
  { leads, things }: Campaign,
  event: Extract<Happened<CampaignEvent>, { type: 'CampaignLaunched' }>,
): void {
  things.addCreation('status', event);
  things.addCreation('objective', event);
  for (const userId of event.data.leads) {
    leads.add(userId);
    things.addCreation(leadership(userId), event);
  }
}

function plan({ milestones, things }: Campaign, event: Happened<CampaignEvent>, milestoneId: string): void {
  if (milestones.has(milestoneId)) return;
  milestones.add(milestoneId, event);
  things.addCreation(dateOf(milestoneId), event);
}

/** What an entry speaks of; undefined for what creates or only adds. */
export function thingOf(event: Told<CampaignEvent>): string | undefined {
  switch (event.type) {
    case 'CampaignPaused':
    case 'CampaignResumed':
    case 'CampaignConcluded':
    case 'CampaignReopened':
      return 'status';
    case 'ObjectiveRevised':
      return 'objective';
    case 'StrategyAdopted':
      return `strategy ${event.data.level}`;
    case 'MilestoneRescheduled':
      return dateOf(event.data.milestoneId);
    case 'MilestoneReached':
    case 'MilestoneMissed':
      return fateOf(event.data.milestoneId);
    case 'OutcomeSubstantiated':
      return verdictOf(event.data);
    case 'NextStepCompleted':
      return completionOf(event.data);
    case 'PartnerJoined':
    case 'PartnerLeft':
      return partnership(event.data.organisation);
    case 'LeadAppointed':
    case 'LeadRelieved':
      return leadership(event.data.userId);
    case 'CampaignLaunched':
    case 'MilestonePlanned':
    case 'ActionLogged':
    case 'DevelopmentRecorded':
    case 'OutcomeRecorded':
      return undefined;
  }
}

export function leadership(userId: string): string {
  return `lead ${userId}`;
}

export function partnership(organisation: string): string {
  return `partner ${organisation}`;
}

/** Whether, and when, a milestone was reached or missed. */
export function fateOf(milestoneId: string): string {
  return `milestone ${milestoneId} fate`;
}

function dateOf(milestoneId: string): string {
  return `milestone ${milestoneId} date`;
}

function verdictOf({ outcomeId, by }: OutcomeSubstantiated['data']): string {
  return `verdict ${outcomeId} ${canonicalJson(by)}`;
}
