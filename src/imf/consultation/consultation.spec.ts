import 'reflect-metadata';
import { InvalidFields } from '../../commands/json.js';
import { command, eventId, scenarios, stateAfter, told } from '../../../test/support/given.js';
import type { AnyAsked } from '../../event-sourcing/decider.js';
import { partIdOf } from '../../event-sourcing/ids.js';
import { consultationAggregate } from './consultation.aggregate.js';

const CAMPAIGN = '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10';
const STEP = '11111111-1111-5111-8111-111111111111';
const JUNE = { occurredOn: '2004-06-01' };
const given = scenarios(consultationAggregate, 'consultation-1', CAMPAIGN);
const { decider } = consultationAggregate;

const content = {
  country: 'ZWE',
  occasion: 'article-iv',
  purpose: 'To be heard',
  asks: [{ text: 'Publish the report' }],
};
const requested = told('ConsultationRequested', content);
const appointment = { plannedFor: '2004-09', mode: 'in-person' };
const scheduled = told('ConsultationScheduled', appointment, JUNE);
const declined = told(
  'ConsultationDeclined',
  { by: 'Ministry of Finance' },
  { occurredOn: '2004-05', reason: 'No time' },
);
const cancelled = told('ConsultationCancelled', {}, { occurredOn: '2004-05', reason: 'Put off' });
const meeting = {
  mode: 'in-person',
  participants: [
    { side: 'imf', count: 2, offices: ['Mission chief'] },
    { side: 'civil-society', organisations: ['ZCTU'] },
  ],
  topics: ['Arrears'],
  summary: 'Civil society was heard.',
};
const heldWith = (data: object, occurredOn = '2004-06-01') =>
  told('ConsultationHeld', { ...meeting, ...data }, { occurredOn });

const request = command('RequestConsultation', { campaignId: CAMPAIGN, ...content });
const schedule = (body: object = {}) => command('ScheduleConsultation', { ...appointment, ...body });
const hold = (body: object = {}) => command('HoldConsultation', { ...meeting, ...body });

describe('requesting a consultation', () => {
  it('begins it, in a campaign that exists', () => {
    given().seeing({ campaign: true }).when(request).then({ type: 'ConsultationRequested', data: content });
    given().seeing({ campaign: false }).when(request).thenRefused('campaign.unknown');
  });

  it('joins the history of that campaign, and so do all later entries', () => {
    const asked = { ...request, data: { campaignId: CAMPAIGN, ...content } } as unknown as AnyAsked;
    expect(decider.others?.('consultation-1', asked)).toMatchObject({ campaign: { stream: `campaign-${CAMPAIGN}` } });
    expect(decider.campaignOf('consultation-1', asked, decider.initial(), {})).toBe(CAMPAIGN);
    const later = { type: 'HoldConsultation', data: meeting } as unknown as AnyAsked;
    expect(decider.others?.('consultation-1', later)).toEqual({});
    expect(
      decider.campaignOf('consultation-1', later, stateAfter(consultationAggregate, [requested], CAMPAIGN), {}),
    ).toBe(CAMPAIGN);
  });
});

describe('scheduling a consultation', () => {
  it('sets it for a day, once if said twice', () => {
    given(requested).when(schedule()).then({ type: 'ConsultationScheduled', data: appointment });
    given(requested, scheduled).when(schedule()).thenNothing();
  });

  it('again moves it, and says why', () => {
    const moved = { ...appointment, plannedFor: '2004-10' };
    given(requested, scheduled).when(schedule(moved)).thenRefused('consultation.reschedule-unexplained');
    given(requested, scheduled, cancelled)
      .when(schedule({ occurredOn: '2004-07' }))
      .thenRefused('consultation.reschedule-unexplained');
    given(requested, scheduled)
      .when(schedule({ ...moved, reason: 'The mission was put off' }))
      .then({ type: 'ConsultationScheduled', data: moved });
  });
});

describe('declining and cancelling a consultation', () => {
  it.each([
    ['DeclineConsultation', 'ConsultationDeclined', { by: 'Ministry of Finance' }],
    ['CancelConsultation', 'ConsultationCancelled', {}],
  ])('says why: %s', (type, event, data) => {
    const asked = command(type, { ...data, reason: 'No time' });
    given(requested).when(asked).then({ type: event, data });
    given(requested, told(event, data, { ...JUNE, reason: 'No time' }))
      .when(asked)
      .thenNothing();
    expect(() => {
      given(requested).when(command(type, data));
    }).toThrow(InvalidFields);
  });
});

describe('holding a consultation', () => {
  it.each([
    ['without having been scheduled', []],
    ['after it was declined: minds change', [declined]],
    ['after it was cancelled', [scheduled, cancelled]],
  ])('is recorded %s', (_, history) => {
    given(requested, ...history)
      .when(hold())
      .then({ type: 'ConsultationHeld', data: meeting });
  });

  it('may know nothing of who took part, or that nobody did', () => {
    const written = { ...meeting, mode: 'written', participants: [{ side: 'imf' }, { side: 'civil-society' }] };
    given(requested).when(hold(written)).then({ type: 'ConsultationHeld', data: written });
    given(requested)
      .when(hold({ participants: [] }))
      .then({ type: 'ConsultationHeld', data: { ...meeting, participants: [] } });
  });

  it('said twice is said once, and any other field is news', () => {
    given(requested, heldWith({})).when(hold()).thenNothing();
    given(requested, heldWith({}))
      .when(hold({ topics: [] }))
      .then({ type: 'ConsultationHeld', data: { ...meeting, topics: [] } });
  });
});

describe('a next step of a consultation', () => {
  const nextSteps = [{ what: 'Write', dueOn: '2004-07', stepId: STEP }, { what: 'Call' }];
  const complete = (stepId: string) => command('CompleteNextStep', { stepId });
  const completed = (occurredOn: string) => told('NextStepCompleted', { stepId: STEP }, { occurredOn });

  it('is completed once, where the consultation brought it', () => {
    const history = [requested, heldWith({ nextSteps })];
    const second = partIdOf(eventId(1), '/nextSteps/1');
    given(...history)
      .when(complete(STEP))
      .then({ type: 'NextStepCompleted', data: { stepId: STEP } });
    given(...history)
      .when(complete(second))
      .then({ type: 'NextStepCompleted', data: { stepId: second } });
    given(requested).when(complete(STEP)).thenRefused('step.unknown');
    given(...history, completed('2004-06-01'))
      .when(complete(STEP))
      .thenNothing();
    given(...history, completed('2004-05'))
      .when(complete(STEP))
      .thenRefused('step.completed');
  });

  it('is brought once under an id', () => {
    given(requested, heldWith({ nextSteps })).when(hold({ nextSteps })).thenNothing();
    given(requested, heldWith({ nextSteps }))
      .when(hold({ nextSteps, summary: 'More' }))
      .thenRefused('step.exists');
    const duplicates = [nextSteps[0], nextSteps[0]];
    expect(() => {
      given(requested).when(hold({ nextSteps: duplicates }));
    }).toThrow(InvalidFields);
  });

  it('said again by an entry that no longer stands is the same step', () => {
    given(requested, heldWith({ nextSteps }), heldWith({ summary: 'Another source' }))
      .when(hold({ nextSteps }))
      .then({ type: 'ConsultationHeld', data: { ...meeting, nextSteps } });
  });
});

describe('what came of a consultation', () => {
  const minutes = { url: 'https://example.org/minutes', agreedBy: 'Both sides' };
  const influence = {
    topic: 'Arrears',
    influence: 'reflected',
    assessedBy: { organisation: 'ZCTU' },
    independent: false,
  };

  it('is in its minutes, the same said twice being said once', () => {
    given(requested).when(command('PublishMinutes', minutes)).then({ type: 'MinutesPublished', data: minutes });
    given(requested, told('MinutesPublished', minutes, JUNE))
      .when(command('PublishMinutes', minutes))
      .thenNothing();
  });

  it('is its influence on each topic', () => {
    const assessed = told('InfluenceAssessed', influence, JUNE);
    given(requested, assessed).when(command('AssessInfluence', influence)).thenNothing();
    for (const other of [{ topic: 'Wages' }, { influence: 'none' }])
      given(requested, assessed)
        .when(command('AssessInfluence', { ...influence, ...other }))
        .then({ type: 'InfluenceAssessed', data: { ...influence, ...other } });
  });
});

describe('whatever part of its history there is', () => {
  it('folds, and decides', () => {
    given(told('NextStepCompleted', { stepId: STEP }), heldWith({}), scheduled)
      .when(hold({ summary: 'More' }))
      .then({ type: 'ConsultationHeld', data: { ...meeting, summary: 'More' } });
  });
});
