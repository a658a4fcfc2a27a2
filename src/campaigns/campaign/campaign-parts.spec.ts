import 'reflect-metadata';
import { InvalidFields } from '../../commands/json.js';
import { command, eventId, scenarios, told } from '../../../test/support/given.js';
import type { AnyAsked } from '../../event-sourcing/decider.js';
import { partIdOf } from '../../event-sourcing/ids.js';
import { campaignAggregate } from './campaign.aggregate.js';

const given = scenarios(campaignAggregate, 'campaign-1', '1');

const PART = '11111111-1111-5111-8111-111111111111';
const OTHER_PART = '22222222-2222-5222-8222-222222222222';
const JUNE = { occurredOn: '2004-06-01' };

const launched = told('CampaignLaunched', {
  title: 'A permanent caucus',
  objective: 'A standing group',
  arenas: ['un-democracy-caucus'],
  levels: ['global'],
  leads: ['lead-1'],
});
const letter = { kind: 'letter', level: 'global', summary: 'Asked the chair.' };
const log = (body: object = {}) => command('LogAction', { ...letter, ...body });
const logged = (data: object = {}) => told('ActionLogged', { ...letter, ...data }, JUNE);

describe('a milestone', () => {
  const content = { title: 'The caucus meets', dueOn: '2004-09' };
  const planned = told('MilestonePlanned', { ...content, milestoneId: PART }, JUNE);
  const plan = (body: object = {}) => command('PlanMilestone', { ...content, milestoneId: PART, ...body });
  const fate = (type: string, occurredOn: string) => told(type, { milestoneId: PART }, { occurredOn });
  const about = (type: string, body: object = {}) => command(type, { milestoneId: PART, ...body });
  const afterwards = [
    ['MilestoneRescheduled', about('RescheduleMilestone', { dueOn: '2005', reason: 'Elections' }), { dueOn: '2005' }],
    ['MilestoneReached', about('ReachMilestone', { evidence: 'A record' }), { evidence: 'A record' }],
    ['MilestoneMissed', about('MissMilestone', { reason: 'Nobody came' }), {}],
  ] as const;

  it('is planned once under an id, and always without one', () => {
    given(launched)
      .when(plan())
      .then({ type: 'MilestonePlanned', data: { ...content, milestoneId: PART } });
    given(launched, planned).when(plan()).thenNothing();
    given(launched, planned)
      .when(plan({ dueOn: '2005' }))
      .thenRefused('milestone.exists');
    given(launched, planned)
      .when(plan({ occurredOn: '2004-06-02' }))
      .thenRefused('milestone.exists');
    given(launched, told('MilestonePlanned', content, JUNE))
      .when(command('PlanMilestone', content))
      .then({ type: 'MilestonePlanned', data: content });
  });

  it.each(afterwards)('is known before MilestoneRescheduled, Reached or Missed: %s', (type, asked, data) => {
    given(launched, planned)
      .when(asked)
      .then({ type, data: { milestoneId: PART, ...data } });
    given(launched).when(asked).thenRefused('milestone.unknown');
  });

  it('planned without an id has that of the entry', () => {
    given(launched, told('MilestonePlanned', content))
      .when(about('ReachMilestone', { milestoneId: eventId(1) }))
      .then({ type: 'MilestoneReached', data: { milestoneId: eventId(1) } });
  });

  it.each(afterwards)('is final once it was certainly reached or missed before: %s', (type, asked, data) => {
    const news = { type, data: { milestoneId: PART, ...data } };
    for (const end of ['MilestoneReached', 'MilestoneMissed']) {
      given(launched, planned, fate(end, '2004-05')).when(asked).thenRefused('milestone.final');
      for (const date of ['2004-06-01', '2004-06', '2004', '2004-07'])
        given(launched, planned, fate(end, date)).when(asked).then(news);
    }
  });

  it('reached twice in the same words is reached once', () => {
    given(launched, planned, fate('MilestoneReached', '2004-06-01')).when(about('ReachMilestone')).thenNothing();
  });
});

describe('an action', () => {
  it('is always news, but for one that brings an id which is there', () => {
    given(launched, logged()).when(log()).then(logged());
    given(launched, logged({ actionId: PART }))
      .when(log({ actionId: PART }))
      .thenNothing();
    given(launched, logged({ actionId: PART }))
      .when(log({ actionId: PART, result: 'Heard' }))
      .thenRefused('action.exists');
    given(launched, logged({ actionId: PART }))
      .when(log({ actionId: OTHER_PART }))
      .then(logged({ actionId: OTHER_PART }));
    given(launched, logged())
      .when(log({ actionId: eventId(1) }))
      .thenRefused('action.exists');
  });

  it('says whom it was aimed at, who took part, what was asked and what comes next', () => {
    const rich = {
      targets: [{ body: 'Convening Group', office: 'Chair' }],
      participants: [{ organisation: 'Freedom House', count: 2 }, { country: 'CHL' }],
      asks: [{ text: 'Meet', response: 'Perhaps' }, { text: 'Agree on rules' }],
      nextSteps: [{ what: 'Call again', dueOn: '2004-07', assignee: 'lead-1', stepId: PART }],
      result: 'Heard',
      regarding: [`proposal-${PART}`],
    };
    given(launched)
      .seeing({ [`proposal-${PART}`]: true })
      .when(log(rich))
      .then(logged(rich));
  });
});

describe('what an entry speaks of', () => {
  const [proposal, invitation] = [`proposal-${PART}`, `invitation-${PART}-CHL`];
  const change = { change: 'It votes', kind: 'procedure', direction: 'progress', significance: 'New' };
  const regarding = [proposal, invitation];
  const entries = [
    ['LogAction', 'ActionLogged', letter],
    ['RecordDevelopment', 'DevelopmentRecorded', { summary: 'It met.' }],
    ['RecordOutcome', 'OutcomeRecorded', { actor: { country: 'CHL' }, ...change }],
  ] as const;

  it.each(entries)('exists: %s', (type, event, data) => {
    const asked = command(type, { ...data, regarding });
    given(launched)
      .seeing({ [proposal]: true, [invitation]: true })
      .when(asked)
      .then({ type: event, data: { ...data, regarding } });
    given(launched)
      .seeing({ [proposal]: false, [invitation]: true })
      .when(asked)
      .thenRefused('proposal.unknown');
    given(launched)
      .seeing({ [proposal]: true, [invitation]: false })
      .when(asked)
      .thenRefused('invitation.unknown');
    given(launched).when(command(type, data)).then({ type: event, data });
  });

  it('is looked up, each stream under its name', () => {
    const asked = (data: object) => ({ type: 'LogAction', data }) as unknown as AnyAsked;
    const needs = campaignAggregate.decider.others?.(
      'campaign-1',
      asked({ ...letter, regarding: [proposal, invitation] }),
    );
    expect(Object.entries(needs ?? {}).map(([key, need]) => [key, (need as { stream: string }).stream])).toEqual([
      [proposal, proposal],
      [invitation, invitation],
    ]);
    expect(campaignAggregate.decider.others?.('campaign-1', asked(letter))).toEqual({});
  });
});

describe('a development', () => {
  it('is always news', () => {
    const data = { who: { organisation: 'Freedom House' }, summary: 'It appealed.' };
    const news = told('DevelopmentRecorded', data, JUNE);
    given(launched, news).when(command('RecordDevelopment', data)).then(news);
  });
});

describe('an outcome', () => {
  const actor = { body: 'UN Democracy Caucus' };
  const content = { actor, change: 'It met', kind: 'behaviour', direction: 'progress', significance: 'The first time' };
  const recorded = told('OutcomeRecorded', { ...content, outcomeId: PART }, JUNE);
  const record = (body: object = {}) => command('RecordOutcome', { ...content, ...body });
  const verdict = { outcomeId: PART, by: { country: 'CHL' }, independent: true, verdict: 'agrees' };
  const substantiated = told('OutcomeSubstantiated', verdict, JUNE);
  const substantiate = (body: object = {}) => command('SubstantiateOutcome', { ...verdict, ...body });

  it('is always news, but for one that brings an id which is there', () => {
    given(launched, recorded).when(record()).then({ type: 'OutcomeRecorded', data: content });
    given(launched, recorded)
      .when(record({ outcomeId: PART }))
      .thenNothing();
    given(launched, recorded)
      .when(record({ outcomeId: PART, change: 'It spoke' }))
      .thenRefused('outcome.exists');
  });

  it('is substantiated only where it was recorded', () => {
    given(launched, recorded).when(substantiate()).then({ type: 'OutcomeSubstantiated', data: verdict });
    given(launched).when(substantiate()).thenRefused('outcome.unknown');
    given(launched, told('OutcomeRecorded', content))
      .when(substantiate({ outcomeId: eventId(1) }))
      .then({ type: 'OutcomeSubstantiated', data: { ...verdict, outcomeId: eventId(1) } });
  });

  it('has one standing verdict a party', () => {
    const again = told('OutcomeSubstantiated', { ...verdict, verdict: 'disagrees' }, JUNE);
    const others = told('OutcomeSubstantiated', { ...verdict, by: { country: 'FRA' }, verdict: 'disagrees' }, JUNE);
    given(launched, recorded, substantiated).when(substantiate()).thenNothing();
    given(launched, recorded, substantiated, others).when(substantiate()).thenNothing();
    given(launched, recorded, substantiated, again)
      .when(substantiate())
      .then({ type: 'OutcomeSubstantiated', data: verdict });
  });
});

describe('a next step', () => {
  const nextSteps = [{ what: 'Call again', stepId: PART }];
  const complete = (body: object = {}) => command('CompleteNextStep', { stepId: PART, ...body });
  const completed = (occurredOn: string) => told('NextStepCompleted', { stepId: PART }, { occurredOn });

  it('is completed where an action brought it', () => {
    given(launched, logged({ nextSteps }))
      .when(complete({ result: 'Done' }))
      .then({ type: 'NextStepCompleted', data: { stepId: PART, result: 'Done' } });
    given(launched, logged({ nextSteps }))
      .when(complete({ stepId: OTHER_PART }))
      .thenRefused('step.unknown');
  });

  it('without an id has one by its place in its entry', () => {
    const history = [launched, logged({ nextSteps: [{ what: 'Write' }, { what: 'Call' }] })];
    const second = partIdOf(eventId(1), '/nextSteps/1');
    given(...history)
      .when(complete({ stepId: second }))
      .then({ type: 'NextStepCompleted', data: { stepId: second } });
    given(...history)
      .when(complete({ stepId: eventId(1) }))
      .thenRefused('step.unknown');
  });

  it('is completed once', () => {
    const history = [launched, logged({ nextSteps })];
    given(...history, completed('2004-06-01'))
      .when(complete())
      .thenNothing();
    given(...history, completed('2004-05'))
      .when(complete())
      .thenRefused('step.completed');
    for (const date of ['2004-06', '2004-07'])
      given(...history, completed(date))
        .when(complete())
        .then({ type: 'NextStepCompleted', data: { stepId: PART } });
  });

  it('is brought once under an id', () => {
    given(launched, logged({ nextSteps })).when(log({ nextSteps })).thenNothing();
    given(launched, logged({ nextSteps }))
      .when(log({ nextSteps, result: 'Heard' }))
      .thenRefused('step.exists');
    given(launched, logged({ nextSteps }))
      .when(log({ nextSteps: [{ what: 'Else', stepId: PART }] }))
      .thenRefused('step.exists');
    expect(() => {
      given(launched).when(log({ nextSteps: [...nextSteps, ...nextSteps] }));
    }).toThrow(InvalidFields);
  });
});
