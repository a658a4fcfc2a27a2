import 'reflect-metadata';
import { command, scenarios, told } from '../../../test/support/given.js';
import type { AnyAsked } from '../../event-sourcing/decider.js';
import { campaignAggregate } from './campaign.aggregate.js';

const given = scenarios(campaignAggregate, 'campaign-1', '1');
const { decider } = campaignAggregate;

const PART = '11111111-1111-5111-8111-111111111111';
const UN = { institution: 'United Nations' };

const idea = { title: 'A permanent caucus', objective: 'A standing group', arenas: ['imf'], levels: ['global'] };
const launched = told('CampaignLaunched', { ...idea, leads: ['lead-1'] });
const concluded = (occurredOn: string) =>
  told('CampaignConcluded', { achievement: 'achieved', assessment: 'It meets.' }, { occurredOn });
const reopened = (occurredOn: string) => told('CampaignReopened', {}, { occurredOn, reason: 'More to do' });
const paused = (occurredOn: string) => told('CampaignPaused', {}, { occurredOn, reason: 'Elections' });

const letter = { kind: 'letter', level: 'global', summary: 'Asked the chair.' };
const log = (body: object = {}) => command('LogAction', { ...letter, ...body });
const logged = { type: 'ActionLogged', data: letter };

describe('launching a campaign', () => {
  it('names a lead: whoever launches it, unless others are given', () => {
    given()
      .when(command('LaunchCampaign', idea))
      .then({ type: 'CampaignLaunched', data: { ...idea, leads: ['lead-1'] } });
    given()
      .when(command('LaunchCampaign', { ...idea, leads: ['lead-2', 'lead-3'] }))
      .then({ type: 'CampaignLaunched', data: { ...idea, leads: ['lead-2', 'lead-3'] } });
  });

  it('begins the history that it joins itself', () => {
    const { type, body } = log();
    const asked = { type, data: body } as unknown as AnyAsked;
    expect(decider.campaignOf('campaign-1', asked, decider.initial(), {})).toBe('1');
  });
});

describe('a concluded campaign', () => {
  const revise = (occurredOn: string) => command('ReviseObjective', { objective: 'More', reason: 'Grown', occurredOn });

  it('logs no action, and revises no objective, that certainly came after its conclusion', () => {
    given(launched, concluded('2004-10'))
      .when(log({ occurredOn: '2004-11-01' }))
      .thenRefused('campaign.concluded');
    given(launched, concluded('2004-10')).when(revise('2005')).thenRefused('campaign.concluded');
  });

  it.each(['2003', '2004-10-31', '2004-10', '2004'])(
    'takes both in late, for %s, if concluded in October 2004',
    (occurredOn) => {
      given(launched, concluded('2004-10')).when(log({ occurredOn })).then(logged);
      given(launched, concluded('2004-10'))
        .when(revise(occurredOn))
        .then({ type: 'ObjectiveRevised', data: { objective: 'More' } });
    },
  );

  it('goes on once it is reopened, from that very day', () => {
    const history = [launched, concluded('2004-01'), reopened('2004-06-01')];
    given(...history)
      .when(log({ occurredOn: '2004-06-01' }))
      .then(logged);
    given(...history)
      .when(log({ occurredOn: '2004-07' }))
      .then(logged);
    given(...history)
      .when(log({ occurredOn: '2004-05-31' }))
      .thenRefused('campaign.concluded');
  });

  it('may be concluded anew, and the same said twice is said once', () => {
    const conclude = command('ConcludeCampaign', { achievement: 'achieved', assessment: 'It meets.' });
    given(launched, concluded('2004-06-01')).when(conclude).thenNothing();
    given(launched, concluded('2004-01'))
      .when(conclude)
      .then({ type: 'CampaignConcluded', data: { achievement: 'achieved', assessment: 'It meets.' } });
  });

  it.each([
    ['RecordDevelopment', 'DevelopmentRecorded', { summary: 'The chair changed.' }],
    ['AddPartner', 'PartnerJoined', { organisation: 'Freedom House' }],
    ['AdoptStrategy', 'StrategyAdopted', { level: 'global', goals: 'The agenda', tactics: 'Letters' }],
    [
      'RecordOutcome',
      'OutcomeRecorded',
      { actor: UN, change: 'It votes', kind: 'procedure', direction: 'progress', significance: 'New' },
    ],
  ])('still takes in %s', (type, event, data) => {
    given(launched, concluded('2004'))
      .when(command(type, { ...data, occurredOn: '2005' }))
      .then({ type: event, data });
  });
});

describe('pausing and resuming, concluding and reopening', () => {
  const resume = command('ResumeCampaign', { reason: 'Elections over' });
  const reopen = command('ReopenCampaign', { reason: 'More to do' });

  it('resumes only what was paused, not certainly later', () => {
    given(launched, paused('2004-06')).when(resume).then({ type: 'CampaignResumed', data: {} });
    given(launched).when(resume).thenRefused('campaign.not-paused');
    given(launched, paused('2004-07')).when(resume).thenRefused('campaign.not-paused');
    given(launched, paused('2004-01'), told('CampaignResumed', {}, { occurredOn: '2004-02' }))
      .when(resume)
      .thenRefused('campaign.not-paused');
  });

  it('reopens only what was concluded, not certainly later', () => {
    given(launched, concluded('2004-06')).when(reopen).then({ type: 'CampaignReopened', data: {} });
    given(launched).when(reopen).thenRefused('campaign.not-concluded');
    given(launched, concluded('2004-07')).when(reopen).thenRefused('campaign.not-concluded');
    given(launched, concluded('2004-01'), reopened('2004-02')).when(reopen).thenRefused('campaign.not-concluded');
  });

  it('lets entries be logged while paused', () => {
    given(launched, paused('2004-01')).when(log()).then(logged);
  });
});

describe('those who lead a campaign', () => {
  const appoint = (userId: string, occurredOn = '2004-06-01') => command('AppointLead', { userId, occurredOn });
  const relieve = (userId: string, occurredOn = '2004-06-01') => command('RelieveLead', { userId, occurredOn });
  const appointed = (userId: string, occurredOn: string) => told('LeadAppointed', { userId }, { occurredOn });
  const relieved = (userId: string, occurredOn: string) => told('LeadRelieved', { userId }, { occurredOn });

  it('are appointed, once if said twice', () => {
    given(launched)
      .when(appoint('lead-2'))
      .then({ type: 'LeadAppointed', data: { userId: 'lead-2' } });
    given(launched, appointed('lead-2', '2004-06-01')).when(appoint('lead-2')).thenNothing();
    given(launched, appointed('lead-2', '2004-05'))
      .when(appoint('lead-2'))
      .then({ type: 'LeadAppointed', data: { userId: 'lead-2' } });
  });

  it('are relieved once another one leads, from the launch or appointed by that day', () => {
    const relief = { type: 'LeadRelieved', data: { userId: 'lead-1' } };
    given(told('CampaignLaunched', { ...idea, leads: ['lead-1', 'lead-2'] }))
      .when(relieve('lead-1'))
      .then(relief);
    given(launched, appointed('lead-2', '2004-06')).when(relieve('lead-1')).then(relief);
    given(launched, appointed('lead-2', '2004-07')).when(relieve('lead-1')).thenRefused('campaign.last-lead');
    given(launched, appointed('lead-2', '2004-02'), relieved('lead-2', '2004-03'))
      .when(relieve('lead-1'))
      .thenRefused('campaign.last-lead');
  });

  it('never leave a running campaign alone by an entry made late', () => {
    const history = [launched, appointed('lead-2', '2004-01'), relieved('lead-2', '2005')];
    given(...history)
      .when(relieve('lead-1'))
      .thenRefused('campaign.last-lead');
    given(...history, appointed('lead-1', '2004-12'))
      .when(relieve('lead-1'))
      .then({ type: 'LeadRelieved', data: { userId: 'lead-1' } });
    given(...history, concluded('2006'))
      .when(relieve('lead-1'))
      .then({ type: 'LeadRelieved', data: { userId: 'lead-1' } });
  });

  it('may all leave one that is concluded, by that day', () => {
    given(launched, concluded('2004-06-01'))
      .when(relieve('lead-1'))
      .then({ type: 'LeadRelieved', data: { userId: 'lead-1' } });
    given(launched, concluded('2004-07')).when(relieve('lead-1')).thenRefused('campaign.last-lead');
    given(launched, concluded('2004-01'), reopened('2004-05'))
      .when(relieve('lead-1'))
      .thenRefused('campaign.last-lead');
    given(launched, paused('2004-01')).when(relieve('lead-1')).thenRefused('campaign.last-lead');
  });

  it('are relieved only if they lead, and once if said twice', () => {
    given(launched).when(relieve('lead-2')).thenRefused('campaign.lead-unknown');
    given(launched, appointed('lead-2', '2004-07')).when(relieve('lead-2')).thenRefused('campaign.lead-unknown');
    given(launched, appointed('lead-2', '2004-01'), relieved('lead-2', '2004-06-01'))
      .when(relieve('lead-2'))
      .thenNothing();
  });
});

describe('partners', () => {
  const joined = (occurredOn: string) => told('PartnerJoined', { organisation: 'Freedom House' }, { occurredOn });
  const remove = command('RemovePartner', { organisation: 'Freedom House', reason: 'Other work' });

  it('join, and join anew in another role', () => {
    const add = (role?: string) => command('AddPartner', { organisation: 'Freedom House', ...(role && { role }) });
    given(launched, joined('2004-06-01')).when(add()).thenNothing();
    given(launched, joined('2004-06-01'))
      .when(add('Drafting'))
      .then({ type: 'PartnerJoined', data: { organisation: 'Freedom House', role: 'Drafting' } });
  });

  it('leave only if they had joined, not certainly later', () => {
    given(launched, joined('2004-06'))
      .when(remove)
      .then({ type: 'PartnerLeft', data: { organisation: 'Freedom House' } });
    given(launched).when(remove).thenRefused('campaign.partner-unknown');
    given(launched, joined('2004-07')).when(remove).thenRefused('campaign.partner-unknown');
    given(
      launched,
      joined('2004-01'),
      told('PartnerLeft', { organisation: 'Freedom House' }, { occurredOn: '2004-02' }),
    )
      .when(remove)
      .thenRefused('campaign.partner-unknown');
  });
});

describe('a strategy', () => {
  const strategy = { level: 'global', goals: 'The agenda', tactics: 'Letters' };
  it('replaces that of its level, and said twice is said once', () => {
    const adopted = told('StrategyAdopted', strategy, { occurredOn: '2004-06-01' });
    given(launched, adopted).when(command('AdoptStrategy', strategy)).thenNothing();
    for (const other of [{ level: 'national' }, { tactics: 'Calls' }])
      given(launched, adopted)
        .when(command('AdoptStrategy', { ...strategy, ...other }))
        .then({ type: 'StrategyAdopted', data: { ...strategy, ...other } });
  });
});

describe('whatever part of its history there is', () => {
  it('folds, and decides', () => {
    const alone = [
      told('MilestoneReached', { milestoneId: PART }),
      told('NextStepCompleted', { stepId: PART }),
      told('OutcomeSubstantiated', { outcomeId: PART, by: UN, independent: true, verdict: 'agrees' }),
      told('LeadRelieved', { userId: 'lead-1' }),
      told('PartnerLeft', { organisation: 'Freedom House' }),
      reopened('2004'),
    ];
    for (const event of alone) given(event).when(log()).then(logged);
    given(...alone.toReversed())
      .when(log())
      .then(logged);
  });
});
