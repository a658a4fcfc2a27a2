import { consultationEvents } from '../../src/imf/consultation/consultation.events.js';
import { partIdOf } from '../../src/event-sourcing/ids.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, positionOf, readModel, type Given } from '../../test/support/projected.js';
import { consultationRegister } from './consultation-register.projection.js';
import { consultationRegisterRoutes } from './consultation-register.routes.js';

const given = readModel({
  projection: consultationRegister,
  routes: consultationRegisterRoutes,
  events: [consultationEvents],
});
const HARARE = '20000000-0000-4000-8000-000000000001';
const WASHINGTON = '20000000-0000-4000-8000-000000000002';
const STEP = '50000000-0000-4000-8000-000000000001';
const harare = eventsOf(`consultation-${HARARE}`);
const path = `consultations/${HARARE}`;

const requested = harare(
  'ConsultationRequested',
  { country: 'ZWE', occasion: 'article-iv', purpose: 'To be heard', asks: [{ text: 'Meet trade unions too' }] },
  '2004-03',
);
const scheduled = (plannedFor: string, occurredOn: string, data: object = { place: 'Harare', mode: 'in-person' }) =>
  harare('ConsultationScheduled', { plannedFor, ...data }, { occurredOn, reason: 'The mission moved' });
const declined = (occurredOn: string) =>
  harare('ConsultationDeclined', { by: 'Ministry of Finance' }, { occurredOn, reason: 'No time' });
const cancelled = (occurredOn: string) => harare('ConsultationCancelled', {}, { occurredOn, reason: 'Put off' });
const meeting = { mode: 'remote', participants: [{ side: 'imf' }], topics: ['Arrears'], summary: 'They listened.' };
const held = (occurredOn: string, more: object = {}) => harare('ConsultationHeld', { ...meeting, ...more }, occurredOn);

const afterAll = (...told: Given[]) => given(requested, ...told).get(path);

describe('A consultation', () => {
  it('is shown as requested, with all else unknown', async () => {
    expect(await afterAll()).toEqual({
      id: HARARE,
      revision: 0,
      campaignId: CAMPAIGN,
      arena: 'imf',
      country: 'ZWE',
      occasion: 'article-iv',
      purpose: 'To be heard',
      asks: [{ text: 'Meet trade unions too', response: null }],
      requestedOn: '2004-03',
      status: 'requested',
      plannedFor: null,
      place: null,
      mode: null,
      declined: null,
      cancelled: null,
      heldOn: null,
      participants: null,
      topics: null,
      summary: null,
      heldAsks: null,
      meetings: [],
      nextSteps: [],
      minutes: null,
      influence: [],
      contested: false,
      position: positionOf(0),
      asOf: '2026-11-25T10:00:00.000Z',
    });
  });

  it('is scheduled for the day last set', async () => {
    const moved = scheduled('2004-05-12', '2004-04', { mode: 'remote' });
    expect(await afterAll(moved, scheduled('2004-05-10', '2004-03-20'))).toMatchObject({
      status: 'scheduled',
      plannedFor: '2004-05-12',
      place: null,
      mode: 'remote',
    });
  });

  it('is scheduled also where that was said before it was requested here', async () => {
    expect(await afterAll(scheduled('2004-05-10', '2004-02'))).toMatchObject({ status: 'scheduled' });
  });

  it('is declined by somebody, for a reason, and keeps the day that it had been set for', async () => {
    expect(await afterAll(scheduled('2004-05-10', '2004-03-20'), declined('2004-04-02'))).toMatchObject({
      status: 'declined',
      declined: { by: 'Ministry of Finance', reason: 'No time', occurredOn: '2004-04-02' },
      plannedFor: '2004-05-10',
      mode: 'in-person',
    });
  });

  it('is cancelled for a reason, until it is set anew', async () => {
    expect(await afterAll(cancelled('2004-04'))).toMatchObject({
      status: 'cancelled',
      cancelled: { reason: 'Put off', occurredOn: '2004-04' },
    });
    expect(await afterAll(cancelled('2004-04'), scheduled('2004-09', '2004-05'))).toMatchObject({
      status: 'scheduled',
      cancelled: null,
    });
  });

  it('was held, as people on each side say, also after it was declined', async () => {
    const participants = [
      { side: 'imf', count: 2, offices: ['Mission chief'] },
      { side: 'civil-society', organisations: ['ZCTU'] },
    ];
    const asks = [{ text: 'Publish the report', response: 'Perhaps' }];
    expect(await afterAll(declined('2004-04'), held('2004-05-12', { participants, asks }))).toMatchObject({
      status: 'held',
      mode: 'remote',
      heldOn: '2004-05-12',
      participants: [
        { side: 'imf', count: 2, organisations: null, offices: ['Mission chief'] },
        { side: 'civil-society', count: null, organisations: ['ZCTU'], offices: null },
      ],
      topics: ['Arrears'],
      summary: 'They listened.',
      heldAsks: asks,
      asks: [{ text: 'Meet trade unions too' }],
      declined: null,
      meetings: [{ eventId: eventId(2), heldOn: '2004-05-12', summary: 'They listened.', asks }],
    });
  });

  it('stays held where it is told only afterwards that it had been scheduled before', async () => {
    expect(await afterAll(held('2004-05-12'), scheduled('2004-05-10', '2004-03-20'))).toMatchObject({
      status: 'held',
      mode: 'remote',
      plannedFor: '2004-05-10',
      place: 'Harare',
    });
  });

  it('shows the latest of several meetings, and each in the order of history', async () => {
    const answer = await afterAll(
      held('2004-09', { summary: 'The second' }),
      held('2004-05', { summary: 'The first' }),
    );
    expect(answer).toMatchObject({
      heldOn: '2004-09',
      summary: 'The second',
      meetings: [{ summary: 'The first' }, { summary: 'The second' }],
    });
  });

  it('has next steps, with the ids that whoever completes them gives', async () => {
    const nextSteps = [
      { what: 'Write', dueOn: '2004-06', assignee: 'lead-1' },
      { what: 'Call', stepId: STEP },
    ];
    const derived = partIdOf(eventId(1), '/nextSteps/0');
    const done = harare('NextStepCompleted', { stepId: derived, result: 'They answered' }, '2004-06-02');
    const open = { completed: false, completedOn: null, result: null };
    expect(await afterAll(held('2004-05', { nextSteps }))).toMatchObject({
      nextSteps: [
        { stepId: derived, what: 'Write', dueOn: '2004-06', assignee: 'lead-1', ...open },
        { stepId: STEP, what: 'Call', dueOn: null, assignee: null, ...open },
      ],
    });
    expect(await afterAll(held('2004-05', { nextSteps }), done)).toMatchObject({
      nextSteps: [
        { stepId: derived, completed: true, completedOn: '2004-06-02', result: 'They answered' },
        { stepId: STEP, completed: false },
      ],
    });
  });

  it('has the minutes last published', async () => {
    const url = 'https://example.org/minutes';
    const draft = harare('MinutesPublished', { url: `${url}/draft` }, '2004-05');
    const agreed = harare('MinutesPublished', { url, agreedBy: 'Both sides' }, '2004-06');
    expect(await afterAll(agreed, draft)).toMatchObject({
      minutes: { url, agreedBy: 'Both sides', occurredOn: '2004-06' },
    });
    expect(await afterAll(draft)).toMatchObject({ minutes: { agreedBy: null } });
  });

  it('had an influence on each topic, as last assessed', async () => {
    const assessed = (topic: string, influence: string, occurredOn: string, more: object = {}) =>
      harare('InfluenceAssessed', { topic, influence, ...more }, occurredOn);
    const by = { evidence: 'The report', assessedBy: { organisation: 'BWP' }, independent: true };
    const answer = await afterAll(
      assessed('Documents', 'adopted', '2005'),
      assessed('Arrears', 'reflected', '2005-02', by),
      assessed('Arrears', 'none', '2004'),
    );
    expect(answer['influence']).toEqual([
      { topic: 'Arrears', influence: 'reflected', ...by, occurredOn: '2005-02', contested: false },
      {
        topic: 'Documents',
        influence: 'adopted',
        evidence: null,
        assessedBy: null,
        independent: null,
        occurredOn: '2005',
        contested: false,
      },
    ]);
  });

  describe('on which sources disagree', () => {
    const on = (title: string, told: Given): Given => ({
      ...told,
      entry: { ...told.entry, sources: [{ kind: 'media', title }] },
    });

    it('is contested where one says that it was held, and another that it was declined', async () => {
      const told = [requested, on('The ministry', declined('2004-05')), on('The press', held('2004-05-12'))];
      expect(await given(...told).items('consultations', { contested: 'true' })).toHaveLength(1);
      const answer = await given(...told).get(path);
      expect(answer).toMatchObject({ status: 'held', contested: true });
      expect(answer['rivals']).toEqual([
        {
          status: 'declined',
          by: 'Ministry of Finance',
          occurredOn: '2004-05',
          sources: [{ kind: 'media', title: 'The ministry' }],
          eventId: eventId(1),
        },
        {
          status: 'held',
          by: null,
          occurredOn: '2004-05-12',
          sources: [{ kind: 'media', title: 'The press' }],
          eventId: eventId(2),
        },
      ]);
    });

    it.each<[string, Given[]]>([
      ['it was scheduled and held', [on('A letter', scheduled('2004-05-12', '2004-05')), on('A', held('2004-05-12'))]],
      ['two tell of meetings', [on('A', held('2004-05-12')), on('B', held('2004-05-12', { mode: 'in-person' }))]],
      ['it was certainly held later', [on('A', declined('2004-04')), on('B', held('2004-05-12'))]],
      ['its day was moved', [on('A', scheduled('2004-05', '2004-03')), on('B', scheduled('2004-06', '2004-03'))]],
    ])('is not contested where %s', async (_, told) => {
      expect(await afterAll(...told)).toMatchObject({ contested: false });
    });

    it('is contested in its influence on a topic, where assessments disagree', async () => {
      const assessed = (title: string, influence: string, evidence: string) =>
        on(title, harare('InfluenceAssessed', { topic: 'Arrears', influence, evidence }, '2005'));
      expect(await afterAll(assessed('A', 'none', 'The report'), assessed('B', 'adopted', 'The law'))).toMatchObject({
        influence: [
          { influence: 'adopted', contested: true, rivals: [{ influence: 'none' }, { influence: 'adopted' }] },
        ],
      });
      expect(await afterAll(assessed('A', 'none', 'The report'), assessed('B', 'none', 'The law'))).toMatchObject({
        influence: [{ contested: false }],
      });
    });
  });

  it('is unknown where none was requested', async () => {
    await expect(given(requested).get(`consultations/${WASHINGTON}`)).rejects.toMatchObject({
      code: 'consultation.unknown',
    });
  });
});

describe('The register of consultations', () => {
  const washington = eventsOf(`consultation-${WASHINGTON}`);
  const review = washington('ConsultationRequested', { occasion: 'policy-review', purpose: 'Conditionality' });
  const story = [
    requested,
    { ...review, metadata: { campaignId: 'another' } },
    washington('ConsultationScheduled', { plannedFor: '2005', mode: 'written' }),
    scheduled('2004-05-10', '2004-03-20'),
    held('2004-05-12'),
  ];
  const occasions = async (query: Record<string, string | string[]>) =>
    (await given(...story).items('consultations', query)).map(({ occasion }) => occasion);

  it.each([
    [{}, ['article-iv', 'policy-review']],
    [{ campaignId: 'another' }, ['policy-review']],
    [{ country: 'ZWE' }, ['article-iv']],
    [{ arena: 'imf' }, ['article-iv', 'policy-review']],
    [{ arena: 'un-democracy-caucus' }, []],
    [{ occasion: 'policy-review' }, ['policy-review']],
    [{ status: 'held' }, ['article-iv']],
    [{ status: ['requested', 'scheduled'] }, ['policy-review']],
    [{ mode: 'remote' }, ['article-iv']],
    [{ mode: 'in-person' }, []],
    [{ mode: 'written' }, ['policy-review']],
    [{ contested: 'false' }, ['article-iv', 'policy-review']],
    [{ contested: 'true' }, []],
  ])('asked for %j, shows %j', async (query, expected) => {
    expect(await occasions(query as Record<string, string>)).toEqual(expected);
  });
});
