import type { CampaignConcluded, OutcomeRecorded } from '../../src/campaigns/campaign/campaign.events.js';
import type { Claim } from '../../src/event-sourcing/things.js';
import type { PartyData } from '../../src/vocabulary/words.js';
import type { ToldClaim } from '../contests/contests.js';
import {
  objectColumns,
  objectIndexes,
  type RowOfObject,
  type RowOfStream,
  type TableDefinitions,
} from '../projection.js';
import { nextStepTable, type NextStepRow } from '../steps/next-steps.js';

export const CAMPAIGN_STATUSES = ['running', 'paused', 'concluded'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** A campaign as lists look for it, and what was counted: every action changes it, so nothing long is in it. */
export interface CampaignRow extends RowOfObject {
  title: string | null;
  arenas: string[] | null;
  levels: string[] | null;
  countries: string[] | null;
  launchedOn: string | null;
  status: CampaignStatus;
  /** Of the conclusion that stands. */
  achievement: string | null;
  /** How many actions of each kind were logged. */
  actions: Readonly<Record<string, number>>;
  developments: number;
  lastActionOn: string | null;
}

/** Entries on the campaign's objective. The first has no time among the claims: whatever is dated supersedes it. */
export interface ObjectiveRow extends RowOfStream {
  claims: (Claim & { readonly objective: string; readonly since: string; readonly reason: string | null })[];
}

export interface StatusClaim extends Claim {
  readonly status: CampaignStatus;
  readonly conclusion: CampaignConcluded['data'] | null;
}

/** Entries on the campaign's status. */
export interface StatusRow extends RowOfStream {
  claims: StatusClaim[];
}

/** Entries on the campaign's strategy at one level. */
export interface StrategyRow extends RowOfStream {
  level: string;
  claims: { readonly occurredOn: string; readonly goals: string; readonly tactics: string }[];
}

/** Entries on whether one user leads the campaign. */
export interface LeadRow extends RowOfStream {
  userId: string;
  claims: (Claim & { readonly leads: boolean })[];
}

/** Entries on whether one organisation is a partner. */
export interface PartnerRow extends RowOfStream {
  organisation: string;
  claims: { readonly occurredOn: string; readonly joined: boolean; readonly role: string | null }[];
}

/** When a milestone is due. What was planned has no time among the claims. */
export interface DueClaim extends Claim {
  readonly dueOn: string;
  readonly since: string;
  readonly reason: string | null;
}

export interface FateClaim extends ToldClaim {
  readonly occurredOn: string;
  readonly status: 'reached' | 'missed';
  readonly evidence: string | null;
  readonly reason: string | null;
}

export interface MilestoneRow extends RowOfStream {
  milestoneId: string;
  /** Of the entry that planned it; null while only others speak of it. */
  position: string | null;
  title: string | null;
  dates: DueClaim[];
  fates: FateClaim[];
}

/** A change in somebody else. */
export interface OutcomeRow extends RowOfStream, Omit<OutcomeRecorded['data'], 'outcomeId'> {
  outcomeId: string;
  position: string;
  occurredOn: string;
}

export interface VerdictClaim extends ToldClaim {
  readonly occurredOn: string;
  readonly independent: boolean;
  readonly verdict: string;
  readonly comment: string | null;
}

/** Entries on what one party says of an outcome. */
export interface VerdictRow extends RowOfStream {
  outcomeId: string;
  /** In canonical form (RFC 8785). */
  party: string;
  by: PartyData;
  claims: VerdictClaim[];
}

export interface CampaignRows {
  campaign: CampaignRow;
  objective: ObjectiveRow;
  status: StatusRow;
  strategy: StrategyRow;
  lead: LeadRow;
  partner: PartnerRow;
  milestone: MilestoneRow;
  outcome: OutcomeRow;
  verdict: VerdictRow;
  nextStep: NextStepRow;
}

const ofStream = { stream: 'text', campaignId: 'text', visibility: 'text' } as const;

export const campaignTables: TableDefinitions<CampaignRows> = {
  campaign: {
    columns: {
      ...objectColumns,
      title: 'text',
      arenas: 'set',
      levels: 'set',
      countries: 'set',
      launchedOn: 'text',
      status: 'text',
      achievement: 'text',
      actions: 'json',
      developments: 'integer',
      lastActionOn: 'text',
    },
    key: ['stream'],
    indexes: objectIndexes,
  },
  objective: { columns: { ...ofStream, claims: 'json' }, key: ['stream'] },
  status: { columns: { ...ofStream, claims: 'json' }, key: ['stream'] },
  strategy: { columns: { ...ofStream, level: 'text', claims: 'json' }, key: ['stream', 'level'] },
  lead: { columns: { ...ofStream, userId: 'text', claims: 'json' }, key: ['stream', 'userId'] },
  partner: { columns: { ...ofStream, organisation: 'text', claims: 'json' }, key: ['stream', 'organisation'] },
  milestone: {
    columns: { ...ofStream, milestoneId: 'text', position: 'position', title: 'text', dates: 'json', fates: 'json' },
    key: ['stream', 'milestoneId'],
  },
  outcome: {
    columns: {
      ...ofStream,
      outcomeId: 'text',
      position: 'position',
      occurredOn: 'text',
      actor: 'json',
      change: 'text',
      kind: 'text',
      direction: 'text',
      significance: 'text',
      contribution: 'text',
      otherFactors: 'text',
      regarding: 'json',
    },
    key: ['stream', 'outcomeId'],
  },
  verdict: {
    columns: { ...ofStream, outcomeId: 'text', party: 'text', by: 'json', claims: 'json' },
    key: ['stream', 'outcomeId', 'party'],
  },
  nextStep: nextStepTable,
};
