import { needExistence, recordOnce, type Asked, type Decider } from '../../event-sourcing/decider.js';
import { idOf, type StreamName, type Told } from '../../event-sourcing/event.js';
import { bringsSaidStep } from '../../vocabulary/next-steps.js';
import type { CampaignCommands } from './campaign.commands.js';
import type { CampaignEvent } from './campaign.events.js';
import { violation, type CampaignOthers } from './campaign.rules.js';
import { evolve, thingOf, unlaunched, type Campaign } from './campaign.state.js';

type CampaignCommand = Asked<CampaignCommands>;

export const campaign: Decider<Campaign, CampaignCommands, CampaignEvent, CampaignOthers> = {
  category: 'campaign',
  creates: ['LaunchCampaign'],

  initial: unlaunched,
  evolve,

  others: (_, about) => Object.fromEntries(regardedBy(about).map((stream) => [stream, needExistence(stream)])),

  campaignOf: (target) => idOf(target),

  decide(command, state, others) {
    const told = tell(command);
    return recordOnce(told, isSaid(told, state), violation(state, told, others));
  },

  violation,
};

function regardedBy({ data }: CampaignCommand | Told<CampaignEvent>): readonly StreamName[] {
  return ('regarding' in data ? data.regarding : undefined) ?? [];
}

function tell(command: CampaignCommand): Told<CampaignEvent> {
  const { entry } = command;
  switch (command.type) {
    case 'LaunchCampaign':
      return { type: 'CampaignLaunched', data: { leads: [command.actorId], ...command.data }, entry };
    case 'ReviseObjective':
      return { type: 'ObjectiveRevised', data: command.data, entry };
    case 'AdoptStrategy':
      return { type: 'StrategyAdopted', data: command.data, entry };
    case 'PlanMilestone':
      return { type: 'MilestonePlanned', data: command.data, entry };
    case 'RescheduleMilestone':
      return { type: 'MilestoneRescheduled', data: command.data, entry };
    case 'ReachMilestone':
      return { type: 'MilestoneReached', data: command.data, entry };
    case 'MissMilestone':
      return { type: 'MilestoneMissed', data: command.data, entry };
    case 'LogAction':
      return { type: 'ActionLogged', data: command.data, entry };
    case 'RecordDevelopment':
      return { type: 'DevelopmentRecorded', data: command.data, entry };
    case 'RecordOutcome':
      return { type: 'OutcomeRecorded', data: command.data, entry };
    case 'SubstantiateOutcome':
      return { type: 'OutcomeSubstantiated', data: command.data, entry };
    case 'CompleteNextStep':
      return { type: 'NextStepCompleted', data: command.data, entry };
    case 'AddPartner':
      return { type: 'PartnerJoined', data: command.data, entry };
    case 'RemovePartner':
      return { type: 'PartnerLeft', data: command.data, entry };
    case 'AppointLead':
      return { type: 'LeadAppointed', data: command.data, entry };
    case 'RelieveLead':
      return { type: 'LeadRelieved', data: command.data, entry };
    case 'PauseCampaign':
      return { type: 'CampaignPaused', data: {}, entry };
    case 'ResumeCampaign':
      return { type: 'CampaignResumed', data: {}, entry };
    case 'ConcludeCampaign':
      return { type: 'CampaignConcluded', data: command.data, entry };
    case 'ReopenCampaign':
      return { type: 'CampaignReopened', data: {}, entry };
  }
}

function isSaid(told: Told<CampaignEvent>, { milestones, actions, outcomes, steps, things }: Campaign): boolean {
  const thing = thingOf(told);
  if (thing !== undefined) return things.isSaid(thing, told);
  switch (told.type) {
    case 'MilestonePlanned':
      return milestones.isSaid(told.data.milestoneId, told);
    case 'ActionLogged':
      return actions.isSaid(told.data.actionId, told) || bringsSaidStep(steps, told, told.data.nextSteps);
    case 'OutcomeRecorded':
      return outcomes.isSaid(told.data.outcomeId, told);
    default:
      return false;
  }
}
