import { eventTypes } from '../../event-sourcing/codec.js';
import type { DomainEvent, StreamName } from '../../event-sourcing/event.js';
import type { Arena, Level } from '../../vocabulary/enumerations.js';
import type { NextStepCompleted } from '../../vocabulary/next-steps.js';
import type { AskData, NextStepData } from '../../vocabulary/steps-and-asks.js';
import {
  inBrackets,
  listed,
  partyName,
  quoted,
  withDetail,
  type ParticipantData,
  type PartyData,
} from '../../vocabulary/words.js';

export const ACTION_KINDS = [
  'meeting',
  'letter',
  'call',
  'statement',
  'briefing',
  'testimony',
  'press',
  'demonstration',
  'training',
  'research',
  'other',
] as const;
export const OUTCOME_KINDS = ['attitude', 'discourse', 'procedure', 'content', 'behaviour'] as const;
export const DIRECTIONS = ['progress', 'setback'] as const;
export const VERDICTS = ['agrees', 'agrees-in-part', 'disagrees'] as const;
export const ACHIEVEMENTS = ['achieved', 'partly-achieved', 'not-achieved', 'abandoned'] as const;

export type CampaignLaunched = DomainEvent<
  'CampaignLaunched',
  {
    readonly title: string;
    readonly objective: string;
    readonly arenas: readonly Arena[];
    readonly levels: readonly Level[];
    readonly countries?: readonly string[];
    readonly leads: readonly string[];
  }
>;
export type ObjectiveRevised = DomainEvent<'ObjectiveRevised', { readonly objective: string }>;
export type StrategyAdopted = DomainEvent<
  'StrategyAdopted',
  { readonly level: Level; readonly goals: string; readonly tactics: string }
>;
export type MilestonePlanned = DomainEvent<
  'MilestonePlanned',
  { readonly milestoneId?: string; readonly title: string; readonly dueOn: string }
>;
export type MilestoneRescheduled = DomainEvent<
  'MilestoneRescheduled',
  { readonly milestoneId: string; readonly dueOn: string }
>;
export type MilestoneReached = DomainEvent<
  'MilestoneReached',
  { readonly milestoneId: string; readonly evidence?: string }
>;
export type MilestoneMissed = DomainEvent<'MilestoneMissed', { readonly milestoneId: string }>;
export type ActionLogged = DomainEvent<
  'ActionLogged',
  {
    readonly actionId?: string;
    readonly kind: (typeof ACTION_KINDS)[number];
    readonly level: Level;
    readonly summary: string;
    readonly targets?: readonly PartyData[];
    readonly participants?: readonly ParticipantData[];
    readonly regarding?: readonly StreamName[];
    readonly asks?: readonly AskData[];
    readonly result?: string;
    readonly nextSteps?: readonly NextStepData[];
  }
>;
export type DevelopmentRecorded = DomainEvent<
  'DevelopmentRecorded',
  { readonly who?: PartyData; readonly summary: string; readonly regarding?: readonly StreamName[] }
>;
export type OutcomeRecorded = DomainEvent<
  'OutcomeRecorded',
  {
    readonly outcomeId?: string;
    readonly actor: PartyData;
    readonly change: string;
    readonly kind: (typeof OUTCOME_KINDS)[number];
    readonly direction: (typeof DIRECTIONS)[number];
    readonly significance: string;
    readonly contribution?: string;
    readonly otherFactors?: string;
    readonly regarding?: readonly StreamName[];
  }
>;
export type OutcomeSubstantiated = DomainEvent<
  'OutcomeSubstantiated',
  {
    readonly outcomeId: string;
    readonly by: PartyData;
    readonly independent: boolean;
    readonly verdict: (typeof VERDICTS)[number];
    readonly comment?: string;
  }
>;
export type PartnerJoined = DomainEvent<'PartnerJoined', { readonly organisation: string; readonly role?: string }>;
export type PartnerLeft = DomainEvent<'PartnerLeft', { readonly organisation: string }>;
export type LeadAppointed = DomainEvent<'LeadAppointed', { readonly userId: string }>;
export type LeadRelieved = DomainEvent<'LeadRelieved', { readonly userId: string }>;
export type CampaignPaused = DomainEvent<'CampaignPaused', Readonly<Record<never, never>>>;
export type CampaignResumed = DomainEvent<'CampaignResumed', Readonly<Record<never, never>>>;
export type CampaignConcluded = DomainEvent<
  'CampaignConcluded',
  {
    readonly achievement: (typeof ACHIEVEMENTS)[number];
    readonly assessment: string;
    readonly lessons?: string;
    readonly assessedBy?: PartyData;
    readonly independent?: boolean;
  }
>;
export type CampaignReopened = DomainEvent<'CampaignReopened', Readonly<Record<never, never>>>;

export type CampaignEvent =
  | CampaignLaunched
  | ObjectiveRevised
  | StrategyAdopted
  | MilestonePlanned
  | MilestoneRescheduled
  | MilestoneReached
  | MilestoneMissed
  | ActionLogged
  | DevelopmentRecorded
  | OutcomeRecorded
  | OutcomeSubstantiated
  | NextStepCompleted
  | PartnerJoined
  | PartnerLeft
  | LeadAppointed
  | LeadRelieved
  | CampaignPaused
  | CampaignResumed
  | CampaignConcluded
  | CampaignReopened;

/** What was done, and the word that leads on to whom it was done to. */
const ACTION_IN_WORDS = {
  meeting: ['A meeting', 'with'],
  letter: ['A letter', 'to'],
  call: ['A call', 'with'],
  statement: ['A statement', 'to'],
  briefing: ['A briefing', 'for'],
  testimony: ['Testimony', 'before'],
  press: ['Press work', 'towards'],
  demonstration: ['A demonstration', 'towards'],
  training: ['A training', 'for'],
  research: ['Research', 'on'],
  other: ['An action', 'towards'],
} as const;
const VERDICT_IN_WORDS = {
  agrees: 'agrees with',
  'agrees-in-part': 'agrees in part with',
  disagrees: 'disagrees with',
} as const;
const ACHIEVEMENT_IN_WORDS = {
  achieved: 'achieved',
  'partly-achieved': 'partly achieved',
  'not-achieved': 'not achieved',
  abandoned: 'abandoned',
} as const;

export const campaignEvents = eventTypes<CampaignEvent>('campaign', {
  CampaignLaunched: {
    version: 1,
    sentence: ({ title, objective }) => withDetail(`The campaign ${quoted(title)} was launched`, objective),
    title: ({ title }) => title,
  },
  ObjectiveRevised: {
    version: 1,
    sentence: ({ objective }, { title }) => withDetail(`The objective of ${quoted(title)} was revised`, objective),
  },
  StrategyAdopted: {
    version: 1,
    sentence: ({ level, goals }, { title }) =>
      withDetail(`${quoted(title)} adopted a strategy at the ${level} level`, goals),
  },
  MilestonePlanned: {
    version: 1,
    sentence: ({ title: milestone, dueOn }, { title }) =>
      `${quoted(title)} planned the milestone ${quoted(milestone)} for ${dueOn}.`,
  },
  MilestoneRescheduled: {
    version: 1,
    sentence: ({ dueOn }, { title }) => `A milestone of ${quoted(title)} was moved to ${dueOn}.`,
  },
  MilestoneReached: {
    version: 1,
    sentence: ({ evidence }, { title }) => withDetail(`A milestone of ${quoted(title)} was reached`, evidence),
  },
  MilestoneMissed: { version: 1, sentence: (_, { title }) => `A milestone of ${quoted(title)} was missed.` },
  ActionLogged: {
    version: 1,
    sentence: ({ kind, targets = [], summary }) => {
      const [what, towards] = ACTION_IN_WORDS[kind];
      const whom = targets.length === 0 ? '' : ` ${towards} ${listed(targets.map(partyName))}`;
      return withDetail(`${what}${whom}`, summary);
    },
  },
  DevelopmentRecorded: {
    version: 1,
    sentence: ({ who, summary }) => withDetail(who ? partyName(who) : 'What happened', summary),
  },
  OutcomeRecorded: {
    version: 1,
    sentence: ({ actor, change, kind, direction }) =>
      withDetail(`A change in ${partyName(actor)} (${kind}, ${direction})`, change),
  },
  OutcomeSubstantiated: {
    version: 1,
    sentence: ({ by, independent, verdict, comment }, { title }) =>
      withDetail(
        `${partyName(by)}${independent ? ', independently,' : ''} ${VERDICT_IN_WORDS[verdict]} an outcome of ${quoted(title)}`,
        comment,
      ),
  },
  NextStepCompleted: {
    version: 1,
    sentence: ({ result }, { title }) => withDetail(`A next step of ${quoted(title)} was done`, result),
  },
  PartnerJoined: {
    version: 1,
    sentence: ({ organisation, role }, { title }) =>
      `${organisation} joined ${quoted(title)} as a partner${inBrackets(role)}.`,
  },
  PartnerLeft: {
    version: 1,
    sentence: ({ organisation }, { title }) => `${organisation} is no longer a partner of ${quoted(title)}.`,
  },
  LeadAppointed: {
    version: 1,
    sentence: ({ userId }, { title }) => `${userId} was appointed to lead ${quoted(title)}.`,
  },
  LeadRelieved: { version: 1, sentence: ({ userId }, { title }) => `${userId} no longer leads ${quoted(title)}.` },
  CampaignPaused: { version: 1, sentence: (_, { title }) => `${quoted(title)} was paused.` },
  CampaignResumed: { version: 1, sentence: (_, { title }) => `${quoted(title)} was resumed.` },
  CampaignConcluded: {
    version: 1,
    sentence: ({ achievement, assessment }, { title }) =>
      withDetail(`${quoted(title)} was concluded, its objective ${ACHIEVEMENT_IN_WORDS[achievement]}`, assessment),
  },
  CampaignReopened: { version: 1, sentence: (_, { title }) => `${quoted(title)} was reopened.` },
});
