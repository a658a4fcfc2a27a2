import { eventTypes } from '../../event-sourcing/codec.js';
import type { DomainEvent } from '../../event-sourcing/event.js';
import { countryName } from '../../vocabulary/countries.js';
import type { Arena } from '../../vocabulary/enumerations.js';
import { inBrackets, quoted, withDetail, type PartyData } from '../../vocabulary/words.js';

export const PROPOSAL_KINDS = [
  'joint-statement',
  'resolution-support',
  'candidacy',
  'standing-body',
  'reform',
] as const;
export const CAPACITIES = ['head-of-state', 'minister', 'permanent-representative', 'expert', 'other'] as const;
export const ENDORSEMENT_FORMS = ['signed', 'joined-statement', 'co-sponsored', 'voted-for', 'declared'] as const;
export const OBJECTION_FORMS = ['opposed', 'voted-against', 'abstained', 'declined-to-sign', 'dissociated'] as const;
export const POSITIONS = ['support', 'lean-support', 'undecided', 'lean-oppose', 'oppose'] as const;
export const DEGREES = ['low', 'medium', 'high'] as const;
export const STANCES = ['support', 'oppose', 'neutral'] as const;
export const MECHANISMS = ['consensus', 'vote', 'support-call', 'chair-summary'] as const;
export const RESULTS = ['adopted', 'not-adopted', 'deferred'] as const;
export const VOTES = ['for', 'against', 'abstaining', 'absent'] as const;

export interface Tally {
  readonly for: number;
  readonly against: number;
  readonly abstaining?: number;
  readonly absent?: number;
}

export interface Vote {
  readonly country: string;
  readonly vote: (typeof VOTES)[number];
}

export interface Intervention extends PartyData {
  readonly stance: (typeof STANCES)[number];
  readonly summary: string;
}

export type ProposalSubmitted = DomainEvent<
  'ProposalSubmitted',
  {
    readonly arena: Arena;
    readonly title: string;
    readonly ask: string;
    readonly text: string;
    readonly kind: (typeof PROPOSAL_KINDS)[number];
    readonly addressedTo: string;
    readonly submittedBy?: readonly PartyData[];
  }
>;
export type ProposalAmended = DomainEvent<'ProposalAmended', { readonly text: string; readonly version: number }>;
export type OrganisationSignedOn = DomainEvent<
  'OrganisationSignedOn',
  { readonly organisation: string; readonly country?: string }
>;
export type OrganisationSignOnWithdrawn = DomainEvent<
  'OrganisationSignOnWithdrawn',
  { readonly organisation: string; readonly country?: string }
>;
export type ProposalTabled = DomainEvent<
  'ProposalTabled',
  { readonly session: string; readonly forum: string; readonly sponsors?: readonly string[]; readonly symbol?: string }
>;
export type StateEndorsed = DomainEvent<
  'StateEndorsed',
  {
    readonly country: string;
    readonly version: number;
    readonly capacity?: (typeof CAPACITIES)[number];
    readonly form?: (typeof ENDORSEMENT_FORMS)[number];
    readonly reservation?: string;
  }
>;
export type StateEndorsementWithdrawn = DomainEvent<
  'StateEndorsementWithdrawn',
  { readonly country: string; readonly version: number }
>;
export type StateObjected = DomainEvent<
  'StateObjected',
  {
    readonly country: string;
    readonly version: number;
    readonly grounds?: string;
    readonly form?: (typeof OBJECTION_FORMS)[number];
  }
>;
export type StatePositionAssessed = DomainEvent<
  'StatePositionAssessed',
  {
    readonly country: string;
    readonly position: (typeof POSITIONS)[number];
    readonly confidence: (typeof DEGREES)[number];
    readonly influence?: (typeof DEGREES)[number];
  }
>;
export type ProposalDebated = DomainEvent<
  'ProposalDebated',
  { readonly forum: string; readonly summary: string; readonly interventions?: readonly Intervention[] }
>;
export type ProposalDecided = DomainEvent<
  'ProposalDecided',
  {
    readonly mechanism: (typeof MECHANISMS)[number];
    readonly result: (typeof RESULTS)[number];
    readonly tally?: Tally;
    readonly votes?: readonly Vote[];
    readonly irregular?: boolean;
  }
>;
export type ProposalWithdrawn = DomainEvent<'ProposalWithdrawn', Readonly<Record<never, never>>>;

export type ProposalEvent =
  | ProposalSubmitted
  | ProposalAmended
  | OrganisationSignedOn
  | OrganisationSignOnWithdrawn
  | ProposalTabled
  | StateEndorsed
  | StateEndorsementWithdrawn
  | StateObjected
  | StatePositionAssessed
  | ProposalDebated
  | ProposalDecided
  | ProposalWithdrawn;

const RESULT_IN_WORDS = { adopted: 'adopted', 'not-adopted': 'not adopted', deferred: 'deferred' } as const;
const MECHANISM_IN_WORDS = {
  consensus: 'by consensus',
  vote: 'by a vote',
  'support-call': 'by a call for support',
  'chair-summary': "by the chair's summary",
} as const;

export const proposalEvents = eventTypes<ProposalEvent>('proposal', {
  ProposalSubmitted: {
    version: 1,
    sentence: ({ title, addressedTo }) => `The proposal ${quoted(title)} was put to ${addressedTo}.`,
    title: ({ title }) => title,
  },
  ProposalAmended: {
    version: 1,
    sentence: ({ version }, { title }) => `${quoted(title)} was amended: text ${String(version)}.`,
  },
  OrganisationSignedOn: {
    version: 1,
    sentence: ({ organisation }, { title }) => `${organisation} signed on to ${quoted(title)}.`,
  },
  OrganisationSignOnWithdrawn: {
    version: 1,
    sentence: ({ organisation }, { title }) => `${organisation} no longer supports ${quoted(title)}.`,
  },
  ProposalTabled: {
    version: 1,
    sentence: ({ forum, session, symbol }, { title }) =>
      `${quoted(title)} was tabled at ${forum}, ${session}${inBrackets(symbol)}.`,
  },
  StateEndorsed: {
    version: 1,
    sentence: ({ country, version, capacity, reservation }, { title }) =>
      withDetail(
        `${countryName(country)} endorsed ${quoted(title)} (text ${String(version)}${capacity ? `, ${capacity}` : ''})`,
        reservation && `with a reservation: ${reservation}`,
      ),
  },
  StateEndorsementWithdrawn: {
    version: 1,
    sentence: ({ country, version }, { title }) =>
      `${countryName(country)} withdrew its endorsement of ${quoted(title)} (text ${String(version)}).`,
  },
  StateObjected: {
    version: 1,
    sentence: ({ country, version, form, grounds }, { title }) =>
      withDetail(
        `${countryName(country)} objected to ${quoted(title)} (text ${String(version)}${form ? `, ${form}` : ''})`,
        grounds,
      ),
  },
  StatePositionAssessed: {
    version: 1,
    sentence: ({ country, position, confidence }, { title }) =>
      `The campaign expects of ${countryName(country)} on ${quoted(title)}: ${position} (confidence ${confidence}).`,
  },
  ProposalDebated: {
    version: 1,
    sentence: ({ forum, summary }, { title }) => withDetail(`${quoted(title)} was debated at ${forum}`, summary),
  },
  ProposalDecided: {
    version: 1,
    sentence: ({ mechanism, result, tally }, { title }) => {
      const count = tally && `${String(tally.for)} for, ${String(tally.against)} against`;
      return `${quoted(title)} was ${RESULT_IN_WORDS[result]} ${MECHANISM_IN_WORDS[mechanism]}${inBrackets(count)}.`;
    },
  },
  ProposalWithdrawn: { version: 1, sentence: (_, { title }) => `${quoted(title)} was withdrawn.` },
});
