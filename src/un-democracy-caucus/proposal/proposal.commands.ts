import { ARENAS, type Arena } from '../../vocabulary/enumerations.js';
import { EntryFields, ReasonedEntryFields } from '../../vocabulary/entry.js';
import type { FieldError } from '../../vocabulary/consistency.js';
import { Party } from '../../vocabulary/party.js';
import {
  Countries,
  Country,
  Group,
  Groups,
  OneOf,
  Text,
  Title,
  Uuid,
  WholeNumber,
  YesOrNo,
} from '../../vocabulary/fields.js';
import * as of from './proposal.events.js';

export class SubmitProposal extends EntryFields {
  @Uuid({ optional: true, description: 'chosen by the server unless given' }) id?: string;
  @Uuid() campaignId!: string;
  @OneOf(ARENAS) arena!: Arena;
  @Title() title!: string;
  @Text() ask!: string;
  @Text() text!: string;
  @OneOf(of.PROPOSAL_KINDS) kind!: (typeof of.PROPOSAL_KINDS)[number];
  @Title() addressedTo!: string;
  @Groups(() => Party, { optional: true }) submittedBy?: Party[];
}

export class AmendProposal extends ReasonedEntryFields {
  @Text() text!: string;
}

export class SignOn extends EntryFields {
  @Title() organisation!: string;
  @Country({ optional: true }) country?: string;
}

export class WithdrawSignOn extends ReasonedEntryFields {
  @Title() organisation!: string;
  @Country({ optional: true }) country?: string;
}

export class TableProposal extends EntryFields {
  @Title() session!: string;
  @Title() forum!: string;
  @Countries({ optional: true }) sponsors?: string[];
  @Title({ optional: true, description: "the document's, such as A/RES/55/96" }) symbol?: string;
}

const SETTLED = 'the newest text not certainly later than occurredOn, unless given';

export class EndorseProposal extends EntryFields {
  @Country() country!: string;
  @OneOf(of.CAPACITIES, { optional: true }) capacity?: (typeof of.CAPACITIES)[number];
  @OneOf(of.ENDORSEMENT_FORMS, { optional: true }) form?: (typeof of.ENDORSEMENT_FORMS)[number];
  @Text({ optional: true }) reservation?: string;
  @WholeNumber(1, { optional: true, description: SETTLED }) version?: number;
}

export class WithdrawEndorsement extends ReasonedEntryFields {
  @Country() country!: string;
  @WholeNumber(1, { optional: true, description: 'the newest that the state endorsed, unless given' }) version?: number;
}

export class RecordObjection extends EntryFields {
  @Country() country!: string;
  @Text({ optional: true }) grounds?: string;
  @OneOf(of.OBJECTION_FORMS, { optional: true }) form?: (typeof of.OBJECTION_FORMS)[number];
  @WholeNumber(1, { optional: true, description: SETTLED }) version?: number;
}

export class AssessPosition extends EntryFields {
  @Country() country!: string;
  @OneOf(of.POSITIONS) position!: (typeof of.POSITIONS)[number];
  @OneOf(of.DEGREES) confidence!: (typeof of.DEGREES)[number];
  @OneOf(of.DEGREES, { optional: true, description: 'how many others this state would bring' })
  influence?: (typeof of.DEGREES)[number];
}

export class InterventionFields extends Party {
  @OneOf(of.STANCES) stance!: (typeof of.STANCES)[number];
  @Text() summary!: string;
}

export class RecordDebate extends EntryFields {
  @Title() forum!: string;
  @Text() summary!: string;
  @Groups(() => InterventionFields, { optional: true }) interventions?: InterventionFields[];
}

export class TallyFields {
  @WholeNumber(0) for!: number;
  @WholeNumber(0) against!: number;
  @WholeNumber(0, { optional: true }) abstaining?: number;
  @WholeNumber(0, { optional: true }) absent?: number;
}

export class VoteFields {
  @Country() country!: string;
  @OneOf(of.VOTES) vote!: (typeof of.VOTES)[number];
}

export class RecordDecision extends EntryFields {
  @OneOf(of.MECHANISMS) mechanism!: (typeof of.MECHANISMS)[number];
  @OneOf(of.RESULTS) result!: (typeof of.RESULTS)[number];
  @Group(() => TallyFields, { optional: true }) tally?: TallyFields;
  @Groups(() => VoteFields, { optional: true }) votes?: VoteFields[];
  @YesOrNo({ optional: true }) irregular?: boolean;

  inconsistencies(): FieldError[] {
    const votes: readonly (Partial<VoteFields> | undefined)[] = Array.isArray(this.votes) ? this.votes : [];
    const voters = votes.map((vote) => vote?.country);
    return voters.flatMap((voter, index) =>
      voter !== undefined && voters.indexOf(voter) < index
        ? [{ field: `votes[${String(index)}].country`, message: 'must not vote twice' }]
        : [],
    );
  }
}

export class WithdrawProposal extends ReasonedEntryFields {}

/** Every command of a proposal, by name. */
export interface ProposalCommands {
  SubmitProposal: SubmitProposal;
  AmendProposal: AmendProposal;
  SignOn: SignOn;
  WithdrawSignOn: WithdrawSignOn;
  TableProposal: TableProposal;
  EndorseProposal: EndorseProposal;
  WithdrawEndorsement: WithdrawEndorsement;
  RecordObjection: RecordObjection;
  AssessPosition: AssessPosition;
  RecordDebate: RecordDebate;
  RecordDecision: RecordDecision;
  WithdrawProposal: WithdrawProposal;
}
