import 'reflect-metadata';
import { command, scenarios, told } from '../../../test/support/given.js';
import { proposalAggregate } from './proposal.aggregate.js';

const CAMPAIGN = '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10';
const given = scenarios(proposalAggregate, 'proposal-1', CAMPAIGN);

const content = {
  arena: 'un-democracy-caucus',
  title: 'A standing caucus',
  ask: 'A permanent group',
  text: 'The caucus should be permanent.',
  kind: 'standing-body',
  addressedTo: 'Convening Group',
};
const submitted = told('ProposalSubmitted', content);
const amended = (version: number, occurredOn: string) =>
  told('ProposalAmended', { text: `Text ${String(version)}`, version }, { occurredOn, reason: 'Clearer' });
const endorsed = (data: object, occurredOn = '2004-02-01') =>
  told('StateEndorsed', { country: 'CHL', version: 1, ...data }, { occurredOn });
const withdrawn = (occurredOn: string) => told('ProposalWithdrawn', {}, { occurredOn, reason: 'Overtaken' });

const submit = command('SubmitProposal', { campaignId: CAMPAIGN, ...content });
const endorse = (body: object) => command('EndorseProposal', { country: 'CHL', ...body });
const object = (body: object) => command('RecordObjection', { country: 'CHL', ...body });
const decide = (body: object) => command('RecordDecision', { mechanism: 'vote', result: 'adopted', ...body });

describe('submitting a proposal', () => {
  it('begins it, in a campaign that exists', () => {
    given().seeing({ campaign: true }).when(submit).then({ type: 'ProposalSubmitted', data: content });
  });

  it('is refused in a campaign that does not', () => {
    given().seeing({ campaign: false }).when(submit).thenRefused('campaign.unknown');
  });
});

describe('a state endorsing a proposal', () => {
  it('keeps the version it endorsed when the text is amended later', () => {
    given(submitted, amended(2, '2004-03'))
      .when(endorse({}))
      .then({ type: 'StateEndorsed', data: { country: 'CHL', version: 2 } });
  });

  it('endorses the newest text not certainly later, so that a late entry finds the text of its time', () => {
    given(submitted, amended(2, '2004-03'), amended(3, '2005'))
      .when(endorse({ occurredOn: '2004-02' }))
      .then({ type: 'StateEndorsed', data: { country: 'CHL', version: 1 } });
    given(submitted, amended(2, '2004-03'), amended(3, '2005'))
      .when(endorse({ occurredOn: '2004-06' }))
      .then({ type: 'StateEndorsed', data: { country: 'CHL', version: 2 } });
  });

  it('is refused for a text that there is not', () => {
    given(submitted)
      .when(endorse({ version: 2 }))
      .thenRefused('proposal.version-unknown');
  });

  it('said twice is said once, and any other field is news', () => {
    const said = endorsed({ capacity: 'minister' });
    const again = { capacity: 'minister', occurredOn: '2004-02-01' };
    given(submitted, said).when(endorse(again)).thenNothing();
    for (const news of [{ reservation: 'Not on Article 3' }, { occurredOn: '2004-02-02' }, { visibility: 'public' }])
      given(submitted, said)
        .when(endorse({ ...again, ...news }))
        .then({ type: 'StateEndorsed', data: expect.objectContaining({ country: 'CHL' }) as object });
  });

  it('is news again once something else stands in its place, and not where it is history', () => {
    const objected = (occurredOn: string) => told('StateObjected', { country: 'CHL', version: 1 }, { occurredOn });
    given(submitted, endorsed({}), objected('2004-02-01'))
      .when(endorse({ occurredOn: '2004-02-01' }))
      .then({ type: 'StateEndorsed', data: { country: 'CHL', version: 1 } });
    given(submitted, endorsed({}), objected('2004-05'))
      .when(endorse({ occurredOn: '2004-02-01' }))
      .thenNothing();
  });

  it('is refused if it certainly happened after the proposal was withdrawn', () => {
    given(submitted, withdrawn('2004-10'))
      .when(endorse({ occurredOn: '2004-11-02' }))
      .thenRefused('proposal.withdrawn');
  });

  it.each(['2004-09', '2004-10-31', '2004'])(
    'is accepted late, for %s, on a proposal withdrawn in October 2004',
    (occurredOn) => {
      given(submitted, withdrawn('2004-10'))
        .when(endorse({ occurredOn }))
        .then({ type: 'StateEndorsed', data: { country: 'CHL', version: 1 } });
    },
  );

  it('is accepted after adoption: states do join late', () => {
    given(submitted, told('ProposalDecided', { mechanism: 'consensus', result: 'adopted' }))
      .when(endorse({}))
      .then({ type: 'StateEndorsed', data: { country: 'CHL', version: 1 } });
  });
});

describe('a state leaving a proposal', () => {
  const leave = (body: object = {}) =>
    command('WithdrawEndorsement', { country: 'CHL', reason: 'New government', ...body });

  it('withdraws the newest endorsement that stands', () => {
    given(submitted, endorsed({}), amended(2, '2004-03'))
      .when(leave())
      .then({ type: 'StateEndorsementWithdrawn', data: { country: 'CHL', version: 1 } });
  });

  it('is refused where no endorsement stands that it does not precede', () => {
    given(submitted).when(leave()).thenRefused('proposal.endorsement-unknown');
    given(submitted, endorsed({}, '2004-08')).when(leave()).thenRefused('proposal.endorsement-unknown');
    given(submitted, endorsed({}), told('StateObjected', { country: 'CHL', version: 1 }, { occurredOn: '2004-03' }))
      .when(leave())
      .thenRefused('proposal.endorsement-unknown');
  });

  it('may object to the same text instead, of the version of its time', () => {
    given(submitted, endorsed({}))
      .when(object({ form: 'opposed' }))
      .then({ type: 'StateObjected', data: { country: 'CHL', form: 'opposed', version: 1 } });
  });
});

describe('amending the text', () => {
  it('counts versions from 1, and the same text said twice is one version', () => {
    const amend = command('AmendProposal', { text: 'Text 2', reason: 'Clearer', occurredOn: '2004-03' });
    given(submitted)
      .when(amend)
      .then({ type: 'ProposalAmended', data: { text: 'Text 2', version: 2 } });
    given(submitted, amended(2, '2004-03')).when(amend).thenNothing();
  });
});

describe('a decision', () => {
  const tally = { for: 2, against: 1 };
  const votes = [
    { country: 'CHL', vote: 'for' },
    { country: 'CZE', vote: 'for' },
    { country: 'FRA', vote: 'against' },
  ];

  it('by vote needs a tally or the votes, and where both are given they agree', () => {
    given(submitted).when(decide({})).thenRefused('proposal.vote-uncounted');
    given(submitted)
      .when(decide({ tally: { for: 3, against: 0 }, votes }))
      .thenRefused('proposal.tally-contradicted');
    given(submitted)
      .when(decide({ tally, votes }))
      .then({ type: 'ProposalDecided', data: { mechanism: 'vote', result: 'adopted', tally, votes } });
  });

  it('that was irregular says why', () => {
    given(submitted)
      .when(decide({ tally, irregular: true }))
      .thenRefused('proposal.irregular-unexplained');
  });

  it('may follow one that deferred', () => {
    given(submitted, told('ProposalDecided', { mechanism: 'consensus', result: 'deferred' }))
      .when(decide({ mechanism: 'consensus' }))
      .then({ type: 'ProposalDecided', data: { mechanism: 'consensus', result: 'adopted' } });
  });
});

describe('what else is said of a proposal', () => {
  it('is tabled once in a session', () => {
    const tabled = told('ProposalTabled', { session: '59th session', forum: 'General Assembly' });
    const table = (session: string, forum: string) =>
      command('TableProposal', { session, forum, occurredOn: '2004-01-01' });
    given(submitted, tabled).when(table('59th session', 'General Assembly')).thenNothing();
    given(submitted, tabled).when(table('59th session', 'Plenary')).thenRefused('proposal.tabled-already');
    given(submitted, tabled)
      .when(table('60th session', 'Plenary'))
      .then({ type: 'ProposalTabled', data: { session: '60th session', forum: 'Plenary' } });
  });

  it('keeps a forecast out of the public eye', () => {
    const assess = command('AssessPosition', {
      country: 'CHL',
      position: 'support',
      confidence: 'low',
      visibility: 'public',
    });
    given(submitted).when(assess).thenRefused('proposal.forecast-public');
  });

  it('lets only those withdraw their sign-on who signed on', () => {
    const leave = command('WithdrawSignOn', { organisation: 'Freedom House', reason: 'Weakened' });
    given(submitted).when(leave).thenRefused('proposal.sign-on-unknown');
    given(submitted, told('OrganisationSignedOn', { organisation: 'Freedom House' }))
      .when(leave)
      .then({ type: 'OrganisationSignOnWithdrawn', data: { organisation: 'Freedom House' } });
  });

  it('hears every debate, the same one twice too', () => {
    const debated = told('ProposalDebated', { forum: 'Plenary', summary: 'Spoken for' }, { occurredOn: '2004-06-01' });
    given(submitted, debated)
      .when(command('RecordDebate', { forum: 'Plenary', summary: 'Spoken for' }))
      .then({ type: 'ProposalDebated', data: { forum: 'Plenary', summary: 'Spoken for' } });
  });
});
