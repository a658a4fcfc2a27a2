import type { Aggregate } from '../../event-sourcing/decider.js';
import { chosenId, commandsOf } from '../../commands/declarations.js';
import * as body from './proposal.commands.js';
import { proposalEvents } from './proposal.events.js';
import { proposal } from './proposal.js';

const inWarsaw = { occurredOn: '2000-06-27' };

export const proposalAggregate: Aggregate = {
  decider: proposal,
  events: proposalEvents,
  key: chosenId('proposals'),
  commands: commandsOf<body.ProposalCommands>('Proposal', {
    SubmitProposal: {
      body: body.SubmitProposal,
      tells: 'ProposalSubmitted',
      creates: true,
      example: {
        campaignId: '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10',
        arena: 'un-democracy-caucus',
        title: 'Warsaw Declaration',
        ask: 'Form coalitions and caucuses of democracies in international organisations',
        text: 'Governments that take part pledge to work together in international organisations.',
        kind: 'joint-statement',
        addressedTo: 'Governments at the Warsaw ministerial',
        occurredOn: '2000-06-25',
      },
    },
    AmendProposal: {
      body: body.AmendProposal,
      tells: 'ProposalAmended',
      example: { text: 'Governments pledge to form caucuses of democracies.', reason: 'Shorter', ...inWarsaw },
    },
    SignOn: {
      body: body.SignOn,
      tells: 'OrganisationSignedOn',
      example: { organisation: 'Freedom House', country: 'USA', ...inWarsaw },
    },
    WithdrawSignOn: {
      body: body.WithdrawSignOn,
      tells: 'OrganisationSignOnWithdrawn',
      example: { organisation: 'Freedom House', reason: 'The text was weakened', ...inWarsaw },
    },
    TableProposal: {
      body: body.TableProposal,
      tells: 'ProposalTabled',
      example: { session: '55th session', forum: 'General Assembly', sponsors: ['POL'], occurredOn: '2000-10' },
    },
    EndorseProposal: {
      body: body.EndorseProposal,
      tells: 'StateEndorsed',
      example: {
        country: 'CHL',
        capacity: 'minister',
        form: 'signed',
        sources: [{ kind: 'official-record', title: 'Ministerial-level meeting', url: 'https://example.org/record' }],
        ...inWarsaw,
      },
    },
    WithdrawEndorsement: {
      body: body.WithdrawEndorsement,
      tells: 'StateEndorsementWithdrawn',
      example: { country: 'CHL', reason: 'A new government', occurredOn: '2001' },
    },
    RecordObjection: {
      body: body.RecordObjection,
      tells: 'StateObjected',
      example: { country: 'FRA', form: 'declined-to-sign', grounds: 'The wording on coalitions', ...inWarsaw },
    },
    AssessPosition: {
      body: body.AssessPosition,
      tells: 'StatePositionAssessed',
      example: { country: 'IND', position: 'lean-support', confidence: 'medium', influence: 'high', ...inWarsaw },
    },
    RecordDebate: {
      body: body.RecordDebate,
      tells: 'ProposalDebated',
      example: {
        forum: 'Plenary',
        summary: 'Several ministers spoke for a standing caucus.',
        interventions: [{ country: 'CHL', stance: 'support', summary: 'Spoke for it.' }],
        ...inWarsaw,
      },
    },
    RecordDecision: {
      body: body.RecordDecision,
      tells: 'ProposalDecided',
      example: {
        mechanism: 'vote',
        result: 'adopted',
        tally: { for: 106, against: 1, abstaining: 0, absent: 0 },
        ...inWarsaw,
      },
    },
    WithdrawProposal: {
      body: body.WithdrawProposal,
      tells: 'ProposalWithdrawn',
      example: { reason: 'Overtaken by another proposal', occurredOn: '2001' },
    },
  }),
};
