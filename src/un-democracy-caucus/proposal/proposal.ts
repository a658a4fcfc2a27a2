import { recordOnce, needExistence, type Asked, type Decider } from '../../event-sourcing/decider.js';
import { streamName, type Happened, type Told } from '../../event-sourcing/event.js';
import { Refusal } from '../../event-sourcing/refusal.js';
import { Things } from '../../event-sourcing/things.js';
import type { ProposalCommands } from './proposal.commands.js';
import { VOTES, type ProposalDecided, type ProposalEvent } from './proposal.events.js';

/** What the rules of a proposal look at. */
export interface Proposal {
  campaignId?: string;
  /** Texts so far; the first is the one submitted. */
  versions: number;
  readonly things: Things<ProposalEvent>;
}

interface ProposalOthers {
  /** Whether the campaign exists that the proposal is to belong to. */
  readonly campaign?: boolean;
}

type ProposalCommand = Asked<ProposalCommands>;
type Tell = (command: ProposalCommand, proposal: Proposal) => Told<ProposalEvent>;

export const proposal: Decider<Proposal, ProposalCommands, ProposalEvent, ProposalOthers> = {
  category: 'proposal',
  creates: ['SubmitProposal'],

  initial: () => ({ versions: 0, things: new Things() }),

  evolve(state, event) {
    const thing = thingOf(event);
    if (event.type === 'ProposalSubmitted') {
      if (event.campaignId !== undefined) state.campaignId = event.campaignId;
      state.versions = Math.max(state.versions, 1);
      state.things.addCreation('text', event);
    } else if (thing !== undefined) state.things.add(thing, event);
    if (event.type === 'ProposalAmended') state.versions = Math.max(state.versions, event.data.version);
    return state;
  },

  others: (_, command) =>
    command.type === 'SubmitProposal'
      ? { campaign: needExistence(streamName('campaign', command.data.campaignId)) }
      : {},

  campaignOf: (_, command, state) => (command.type === 'SubmitProposal' ? command.data.campaignId : state.campaignId),

  decide(command, state, others) {
    const told = tell(command, state);
    return recordOnce(told, isSaid(told, state), proposal.violation(state, told, others));
  },

  violation(state, event, others) {
    switch (event.type) {
      case 'ProposalSubmitted':
        return others.campaign === false ? new Refusal('campaign.unknown', 'There is no such campaign.') : undefined;
      case 'StateEndorsed':
        return unknownVersion(state, event.data.version) ?? endorsedAfterWithdrawal(state, event);
      case 'StateObjected':
        return unknownVersion(state, event.data.version);
      case 'StateEndorsementWithdrawn':
        return unknownVersion(state, event.data.version) ?? withdrawnWithoutEndorsement(state, event);
      case 'OrganisationSignOnWithdrawn':
        return withdrawnWithoutSignOn(state, event);
      case 'ProposalTabled':
        return tabledTwice(state, event);
      case 'StatePositionAssessed':
        return publicForecast(event);
      case 'ProposalDecided':
        return decidedWithoutCount(event.data) ?? countsDisagree(event.data) ?? irregularWithoutReason(event);
      default:
        return undefined;
    }
  },
};

/** What an entry speaks of; undefined for what only adds. */
function thingOf(event: Told<ProposalEvent>): string | undefined {
  switch (event.type) {
    case 'ProposalSubmitted':
    case 'ProposalAmended':
      return 'text';
    case 'StateEndorsed':
    case 'StateEndorsementWithdrawn':
    case 'StateObjected':
      return stanceOf(event.data);
    case 'StatePositionAssessed':
      return `forecast ${event.data.country}`;
    case 'OrganisationSignedOn':
    case 'OrganisationSignOnWithdrawn':
      return `sign-on ${event.data.organisation}`;
    case 'ProposalTabled':
      return `tabling ${event.data.session}`;
    case 'ProposalDecided':
    case 'ProposalWithdrawn':
      return 'status';
    case 'ProposalDebated':
      return undefined;
  }
}

function stanceOf({ country, version }: { country: string; version: number }): string {
  return `stance ${country} ${String(version)}`;
}

const tell: Tell = (command, state) => {
  const { entry } = command;
  switch (command.type) {
    case 'SubmitProposal': {
      const { campaignId: _, ...data } = command.data;
      return { type: 'ProposalSubmitted', data, entry };
    }
    case 'AmendProposal':
      return { type: 'ProposalAmended', data: { ...command.data, version: state.versions + 1 }, entry };
    case 'SignOn':
      return { type: 'OrganisationSignedOn', data: command.data, entry };
    case 'WithdrawSignOn':
      return { type: 'OrganisationSignOnWithdrawn', data: command.data, entry };
    case 'TableProposal':
      return { type: 'ProposalTabled', data: command.data, entry };
    case 'EndorseProposal':
      return { type: 'StateEndorsed', data: { ...command.data, version: versionMeant(command, state) }, entry };
    case 'WithdrawEndorsement':
      return {
        type: 'StateEndorsementWithdrawn',
        data: { ...command.data, version: versionLeft(command, state) },
        entry,
      };
    case 'RecordObjection':
      return { type: 'StateObjected', data: { ...command.data, version: versionMeant(command, state) }, entry };
    case 'AssessPosition':
      return { type: 'StatePositionAssessed', data: command.data, entry };
    case 'RecordDebate':
      return { type: 'ProposalDebated', data: command.data, entry };
    case 'RecordDecision':
      return { type: 'ProposalDecided', data: command.data, entry };
    case 'WithdrawProposal':
      return { type: 'ProposalWithdrawn', data: {}, entry };
  }
};

function isSaid(told: Told<ProposalEvent>, { things }: Proposal): boolean {
  const thing = thingOf(told);
  if (thing === undefined) return false;
  if (told.type !== 'ProposalAmended') return things.isSaid(thing, told);
  const inForce = versionOf(things.standing('text'));
  return things.isSaid(thing, { ...told, data: { ...told.data, version: inForce } });
}

/** The version that a text event made. */
function versionOf(event: Happened<ProposalEvent> | undefined): number {
  return event?.type === 'ProposalAmended' ? event.data.version : 1;
}

/** The version given, or the newest text not certainly later than the entry. */
function versionMeant(
  { data, entry }: Extract<ProposalCommand, { type: 'EndorseProposal' | 'RecordObjection' }>,
  { things }: Proposal,
): number {
  return data.version ?? versionOf(things.standingBy('text', entry.occurredOn));
}

/** The version given, or the newest that the state stood by. */
function versionLeft(
  { data, entry }: Extract<ProposalCommand, { type: 'WithdrawEndorsement' }>,
  { things, versions }: Proposal,
): number {
  if (data.version !== undefined) return data.version;
  for (let version = versions; version > 1; version--) {
    const stance = things.standingBy(stanceOf({ country: data.country, version }), entry.occurredOn);
    if (stance?.type === 'StateEndorsed') return version;
  }
  return 1;
}

function unknownVersion({ versions }: Proposal, version: number): Refusal | undefined {
  if (version <= versions) return undefined;
  return new Refusal('proposal.version-unknown', 'The proposal has no text of that version.');
}

function endorsedAfterWithdrawal({ things }: Proposal, { entry }: Told<ProposalEvent>): Refusal | undefined {
  if (things.stoodBefore('status', entry.occurredOn)?.type !== 'ProposalWithdrawn') return undefined;
  return new Refusal('proposal.withdrawn', 'The proposal had been withdrawn by then, so no state could endorse it.');
}

function withdrawnWithoutEndorsement(
  { things }: Proposal,
  { data, entry }: Told<Extract<ProposalEvent, { type: 'StateEndorsementWithdrawn' }>>,
): Refusal | undefined {
  if (things.standingBy(stanceOf(data), entry.occurredOn)?.type === 'StateEndorsed') return undefined;
  return new Refusal('proposal.endorsement-unknown', 'The state has no standing endorsement of that text to withdraw.');
}

function withdrawnWithoutSignOn(
  { things }: Proposal,
  event: Told<Extract<ProposalEvent, { type: 'OrganisationSignOnWithdrawn' }>>,
): Refusal | undefined {
  const signOn = things.standingBy(`sign-on ${event.data.organisation}`, event.entry.occurredOn);
  if (signOn?.type === 'OrganisationSignedOn') return undefined;
  return new Refusal('proposal.sign-on-unknown', 'The organisation has not signed on, so it cannot withdraw.');
}

function tabledTwice({ things }: Proposal, event: Told<ProposalEvent>): Refusal | undefined {
  if (!things.standing(thingOf(event) ?? '')) return undefined;
  return new Refusal('proposal.tabled-already', 'The proposal has been tabled in that session already.');
}

function publicForecast({ entry }: Told<ProposalEvent>): Refusal | undefined {
  if (entry.visibility !== 'public') return undefined;
  return new Refusal('proposal.forecast-public', "A forecast is the campaign's own; it cannot be public.");
}

function decidedWithoutCount({ mechanism, tally, votes }: ProposalDecided['data']): Refusal | undefined {
  if (mechanism !== 'vote' || tally || votes) return undefined;
  return new Refusal('proposal.vote-uncounted', 'A decision by vote needs a tally, or the votes.');
}

function countsDisagree({ tally, votes }: ProposalDecided['data']): Refusal | undefined {
  if (!tally || !votes) return undefined;
  const disagrees = VOTES.some((choice) => {
    const told = tally[choice];
    return told !== undefined && told !== votes.filter(({ vote }) => vote === choice).length;
  });
  return disagrees ? new Refusal('proposal.tally-contradicted', 'The tally and the votes do not agree.') : undefined;
}

function irregularWithoutReason({ data, entry }: Told<ProposalDecided>): Refusal | undefined {
  if (!data.irregular || entry.reason !== undefined) return undefined;
  return new Refusal('proposal.irregular-unexplained', 'A decision recorded as irregular needs a reason.');
}
