import type { Aggregate } from '../../event-sourcing/decider.js';
import { chosenId, commandsOf } from '../../commands/declarations.js';
import { CompleteNextStep } from '../../vocabulary/complete-next-step.js';
import * as body from './campaign.commands.js';
import { campaignEvents } from './campaign.events.js';
import { campaign } from './campaign.js';

const MILESTONE = '3d5e1f0a-8f64-5b0e-8d0c-6a1f6a0f3c11';
const OUTCOME = '7b0c9a52-1c1d-5f3e-9a36-2f6f0a1d5e22';
const STEP = 'a4f7c2d8-5b9e-5c64-8e1b-0d3b7c9e1f33';

const atTheMeeting = { occurredOn: '2004-09-22' };

export const campaignAggregate: Aggregate = {
  decider: campaign,
  events: campaignEvents,
  key: chosenId('campaigns'),
  commands: commandsOf<body.CampaignCommands>('Campaign', {
    LaunchCampaign: {
      body: body.LaunchCampaign,
      tells: 'CampaignLaunched',
      settled: ['leads'],
      creates: true,
      example: {
        title: 'A permanent group of democracies at the UN',
        objective: 'Democracies meet as a group at the UN, with criteria for taking part.',
        arenas: ['un-democracy-caucus'],
        levels: ['global'],
        countries: ['CHL', 'USA'],
        leads: ['first-lead'],
        occurredOn: '2000-06-27',
      },
    },
    ReviseObjective: {
      body: body.ReviseObjective,
      tells: 'ObjectiveRevised',
      example: {
        objective: 'Democracies meet as a permanent group at the UN, with rules of procedure.',
        reason: 'Meetings without rules of procedure led to little',
        occurredOn: '2003',
      },
    },
    AdoptStrategy: {
      body: body.AdoptStrategy,
      tells: 'StrategyAdopted',
      example: {
        level: 'global',
        goals: 'The Convening Group puts the caucus on its agenda.',
        tactics: 'Letters to the chair, and briefings for missions in New York.',
        occurredOn: '2003-06',
      },
    },
    PlanMilestone: {
      body: body.PlanMilestone,
      tells: 'MilestonePlanned',
      example: {
        milestoneId: MILESTONE,
        title: 'The caucus meets at ministerial level',
        dueOn: '2004-06-30',
        occurredOn: '2003-09-23',
      },
    },
    RescheduleMilestone: {
      body: body.RescheduleMilestone,
      tells: 'MilestoneRescheduled',
      example: {
        milestoneId: MILESTONE,
        dueOn: '2004-09-30',
        reason: 'Ministers come to New York in September',
        occurredOn: '2004-02',
      },
    },
    ReachMilestone: {
      body: body.ReachMilestone,
      tells: 'MilestoneReached',
      example: { milestoneId: MILESTONE, evidence: 'Chile chaired the first meeting of ministers.', ...atTheMeeting },
    },
    // Recorded late, of a day before the milestone was reached after all: what came afterwards refuses nothing.
    MissMilestone: {
      body: body.MissMilestone,
      tells: 'MilestoneMissed',
      example: { milestoneId: MILESTONE, reason: 'No minister had come by the end of June', occurredOn: '2004-06-30' },
    },
    LogAction: {
      body: body.LogAction,
      tells: 'ActionLogged',
      example: {
        kind: 'letter',
        level: 'global',
        summary: 'NGOs asked for a permanent group at the UN with rules of procedure.',
        targets: [{ body: 'Convening Group of the Community of Democracies', office: 'Chair' }],
        participants: [{ organisation: 'Freedom House', count: 2 }],
        asks: [{ text: 'Convene the caucus as a permanent group', response: 'It will be considered' }],
        nextSteps: [{ what: 'See whether the caucus meets as a group', dueOn: '2004-09-30', stepId: STEP }],
        sources: [{ kind: 'document', title: 'Letter to the chair', url: 'https://example.org/letter' }],
        occurredOn: '2003-09-23',
      },
    },
    RecordDevelopment: {
      body: body.RecordDevelopment,
      tells: 'DevelopmentRecorded',
      example: {
        who: { organisation: 'Freedom House' },
        summary: 'Freedom House appealed to the caucus to consider four resolutions.',
        occurredOn: '2004',
      },
    },
    RecordOutcome: {
      body: body.RecordOutcome,
      tells: 'OutcomeRecorded',
      example: {
        outcomeId: OUTCOME,
        actor: { body: 'UN Democracy Caucus' },
        change: 'Democracies met as a caucus at ministerial level for the first time.',
        kind: 'behaviour',
        direction: 'progress',
        significance: 'What NGOs had asked for a year before took place.',
        contribution: 'The letter put it on the agenda of the Convening Group.',
        ...atTheMeeting,
      },
    },
    SubstantiateOutcome: {
      body: body.SubstantiateOutcome,
      tells: 'OutcomeSubstantiated',
      example: {
        outcomeId: OUTCOME,
        by: { country: 'CHL', office: 'Permanent mission' },
        independent: true,
        verdict: 'agrees-in-part',
        comment: 'The meeting had been considered before the letter came.',
        occurredOn: '2004-12',
      },
    },
    CompleteNextStep: {
      body: CompleteNextStep,
      tells: 'NextStepCompleted',
      example: { stepId: STEP, result: 'The caucus held its first meeting of ministers.', ...atTheMeeting },
    },
    AddPartner: {
      body: body.AddPartner,
      tells: 'PartnerJoined',
      example: { organisation: 'Freedom House', role: 'Drafts the letters', occurredOn: '2003-06' },
    },
    RemovePartner: {
      body: body.RemovePartner,
      tells: 'PartnerLeft',
      example: { organisation: 'Freedom House', reason: 'It works on other resolutions now', occurredOn: '2005' },
    },
    AppointLead: {
      body: body.AppointLead,
      tells: 'LeadAppointed',
      example: { userId: 'second-lead', occurredOn: '2004-01' },
    },
    RelieveLead: {
      body: body.RelieveLead,
      tells: 'LeadRelieved',
      example: { userId: 'second-lead', occurredOn: '2005-03' },
    },
    PauseCampaign: {
      body: body.PauseCampaign,
      tells: 'CampaignPaused',
      example: { reason: 'Nothing can move before the elections', occurredOn: '2005-04' },
    },
    ResumeCampaign: {
      body: body.ResumeCampaign,
      tells: 'CampaignResumed',
      example: { reason: 'The elections are over', occurredOn: '2005-10' },
    },
    ConcludeCampaign: {
      body: body.ConcludeCampaign,
      tells: 'CampaignConcluded',
      example: {
        achievement: 'partly-achieved',
        assessment: 'The caucus meets, without rules of procedure.',
        lessons: 'Ministers come when a chair invites them by name.',
        assessedBy: { organisation: 'Democracy Coalition Project' },
        independent: true,
        occurredOn: '2008-05-20',
      },
    },
    ReopenCampaign: {
      body: body.ReopenCampaign,
      tells: 'CampaignReopened',
      example: { reason: 'A new chair takes up rules of procedure', occurredOn: '2009' },
    },
  }),
};
