import { categoryOf, type Happened, type StreamName, type Told } from '../../event-sourcing/event.js';
import { Refusal } from '../../event-sourcing/refusal.js';
import { cannotComplete, stepExists } from '../../vocabulary/next-steps.js';
import type {
  ActionLogged,
  CampaignEvent,
  LeadRelieved,
  MilestoneMissed,
  MilestoneReached,
  MilestoneRescheduled,
  OutcomeSubstantiated,
  PartnerLeft,
} from './campaign.events.js';
import { fateOf, leadership, partnership, type Campaign } from './campaign.state.js';

/** Whether each stream that the entry speaks of has been begun, by the stream's name. */
export type CampaignOthers = Readonly<Record<StreamName, boolean>>;

type AboutMilestone = MilestoneRescheduled | MilestoneReached | MilestoneMissed;

/** What a thing shows, from one point of view. */
type Look = (thing: string) => Happened<CampaignEvent> | undefined;

export function violation(state: Campaign, event: Told<CampaignEvent>, others: CampaignOthers): Refusal | undefined {
  switch (event.type) {
    case 'ObjectiveRevised':
      return happenedAfterConclusion(state, event);
    case 'MilestonePlanned':
      return exists(state.milestones.has(event.data.milestoneId), 'milestone');
    case 'MilestoneRescheduled':
    case 'MilestoneReached':
    case 'MilestoneMissed':
      return unknownMilestone(state, event) ?? finalMilestone(state, event);
    case 'ActionLogged':
      return actionRefused(state, event, others);
    case 'DevelopmentRecorded':
      return regardsUnknown(event.data.regarding, others);
    case 'OutcomeRecorded':
      return (
        exists(state.outcomes.has(event.data.outcomeId), 'outcome') ?? regardsUnknown(event.data.regarding, others)
      );
    case 'OutcomeSubstantiated':
      return unknownOutcome(state, event);
    case 'NextStepCompleted':
      return cannotComplete(state, event);
    case 'PartnerLeft':
      return leftWithoutJoining(state, event);
    case 'LeadRelieved':
      return relievedWithoutLeading(state, event) ?? leavesNobodyLeading(state, event);
    case 'CampaignResumed':
      return resumedWithoutPause(state, event);
    case 'CampaignReopened':
      return reopenedWithoutConclusion(state, event);
    default:
      return undefined;
  }
}

function actionRefused(state: Campaign, event: Told<ActionLogged>, others: CampaignOthers): Refusal | undefined {
  const { actionId, nextSteps, regarding } = event.data;
  return (
    exists(state.actions.has(actionId), 'action') ??
    stepExists(state.steps, event, nextSteps) ??
    regardsUnknown(regarding, others) ??
    happenedAfterConclusion(state, event)
  );
}

function exists(isThere: boolean, part: 'milestone' | 'action' | 'outcome'): Refusal | undefined {
  if (!isThere) return undefined;
  return new Refusal(`${part}.exists`, `The id of the ${part} is in use already; choose another, or leave it out.`);
}

function regardsUnknown(regarding: readonly StreamName[] = [], others: CampaignOthers): Refusal | undefined {
  const unknown = regarding.find((stream) => others[stream] === false);
  if (unknown === undefined) return undefined;
  return new Refusal(`${categoryOf(unknown)}.unknown`, 'There is no such object as one that the entry speaks of.');
}

/** Refused only where it is certain: the conclusion came before, and no reopening may have come before as well. */
function happenedAfterConclusion({ things }: Campaign, { entry }: Told<CampaignEvent>): Refusal | undefined {
  const before = things.stoodBefore('status', entry.occurredOn);
  const by = things.standingBy('status', entry.occurredOn);
  if (before?.type !== 'CampaignConcluded' || by?.type !== 'CampaignConcluded') return undefined;
  return new Refusal('campaign.concluded', 'The campaign had been concluded by then; reopen it, if it went on.');
}

function unknownMilestone({ milestones }: Campaign, { data }: Told<AboutMilestone>): Refusal | undefined {
  if (milestones.has(data.milestoneId)) return undefined;
  return new Refusal('milestone.unknown', 'The campaign has no such milestone.');
}

function finalMilestone({ things }: Campaign, { data, entry }: Told<AboutMilestone>): Refusal | undefined {
  if (things.stoodBefore(fateOf(data.milestoneId), entry.occurredOn) === undefined) return undefined;
  return new Refusal('milestone.final', 'The milestone had been reached or missed by then, and that is final.');
}

function unknownOutcome({ outcomes }: Campaign, { data }: Told<OutcomeSubstantiated>): Refusal | undefined {
  if (outcomes.has(data.outcomeId)) return undefined;
  return new Refusal('outcome.unknown', 'The campaign has no such outcome.');
}

function leftWithoutJoining({ things }: Campaign, { data, entry }: Told<PartnerLeft>): Refusal | undefined {
  if (things.standingBy(partnership(data.organisation), entry.occurredOn)?.type === 'PartnerJoined') return undefined;
  return new Refusal('campaign.partner-unknown', 'The organisation was not a partner by then, so it could not leave.');
}

function relievedWithoutLeading({ things }: Campaign, { data, entry }: Told<LeadRelieved>): Refusal | undefined {
  if (isLead(things.standingBy(leadership(data.userId), entry.occurredOn))) return undefined;
  return new Refusal('campaign.lead-unknown', 'That user did not lead the campaign by then.');
}

/** A running campaign always has a lead: when the entry happened, and as things stand now. */
function leavesNobodyLeading(state: Campaign, { data, entry }: Told<LeadRelieved>): Refusal | undefined {
  const then: Look = (thing) => state.things.standingBy(thing, entry.occurredOn);
  const now: Look = (thing) => state.things.standing(thing);
  const leadsNowAsThen = now(leadership(data.userId)) === then(leadership(data.userId));
  const looks = leadsNowAsThen ? [then, now] : [then];
  if (!looks.some((look) => isRunning(look) && !isLedByAnother(state, data.userId, look))) return undefined;
  return new Refusal('campaign.last-lead', 'A campaign that is not concluded needs a lead; appoint another one first.');
}

function isRunning(look: Look): boolean {
  return look('status')?.type !== 'CampaignConcluded';
}

function isLedByAnother({ leads }: Campaign, userId: string, look: Look): boolean {
  return [...leads].some((other) => other !== userId && isLead(look(leadership(other))));
}

function isLead(said: Happened<CampaignEvent> | undefined): boolean {
  return said?.type === 'CampaignLaunched' || said?.type === 'LeadAppointed';
}

function resumedWithoutPause({ things }: Campaign, { entry }: Told<CampaignEvent>): Refusal | undefined {
  if (things.standingBy('status', entry.occurredOn)?.type === 'CampaignPaused') return undefined;
  return new Refusal('campaign.not-paused', 'The campaign was not paused by then, so it could not be resumed.');
}

function reopenedWithoutConclusion({ things }: Campaign, { entry }: Told<CampaignEvent>): Refusal | undefined {
  if (things.standingBy('status', entry.occurredOn)?.type === 'CampaignConcluded') return undefined;
  return new Refusal('campaign.not-concluded', 'The campaign was not concluded by then, so it could not be reopened.');
}
