import { invitationEvents } from '../../src/community-of-democracies/invitation/invitation.events.js';
import { ministerialEvents } from '../../src/community-of-democracies/ministerial/ministerial.events.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, positionOf, readModel, type Given } from '../../test/support/projected.js';
import { differs } from './differs.js';
import { invitationBoard } from './invitation-board.projection.js';
import { invitationBoardRoutes } from './invitation-board.routes.js';

const events = [ministerialEvents, invitationEvents];
const given = readModel({ projection: invitationBoard, routes: invitationBoardRoutes, events });
const BAMAKO = '30000000-0000-4000-8000-000000000004';
const SEOUL = '30000000-0000-4000-8000-000000000002';
const INPUT = '60000000-0000-4000-8000-000000000001';

const announce = (id: string, edition: number) =>
  eventsOf(`ministerial-${id}`)('MinisterialAnnounced', { edition, hostCountry: 'MLI', city: 'Bamako' });
const announced = announce(BAMAKO, 4);
const of = (country: string, ministerial = BAMAKO) => eventsOf(`invitation-${ministerial}-${country}`);
const zimbabwe = of('ZWE');

const advised = (recommendation: string, occurredOn = '2007-02') =>
  zimbabwe('AdviceRecorded', { by: 'International Advisory Committee', recommendation }, occurredOn);
const decided = (decision: string, occurredOn = '2007-03') => zimbabwe('InvitationDecided', { decision }, occurredOn);
const revised = (decision: string, occurredOn: string) =>
  zimbabwe('InvitationRevised', { decision }, { occurredOn, reason: 'The elections were held' });

const ofZimbabwe = (...told: Given[]) => given(announced, ...told).get(`ministerials/${BAMAKO}/invitations/ZWE`);

describe('An invitation', () => {
  it('shows input, advice, decision and attendance side by side', async () => {
    const answer = await ofZimbabwe(
      zimbabwe('CountryConsidered', {}, '2006-11'),
      zimbabwe('NgoInputSubmitted', {
        inputId: INPUT,
        organisation: 'Freedom House',
        recommendation: 'not-invited',
        assessment: 'Elections were neither free nor fair.',
      }),
      zimbabwe('NgoInputSubmitted', { organisation: 'ZCTU', recommendation: 'observer' }),
      zimbabwe('AdviceRecorded', { by: 'IAC', recommendation: 'not-invited', rationale: 'As assessed' }, '2007-02'),
      zimbabwe(
        'InvitationDecided',
        {
          decision: 'observer',
          decidedBy: 'Convening Group',
          rationale: 'Talks',
          inputsConsidered: [INPUT],
          late: true,
        },
        { occurredOn: '2007-11', reason: 'The list was reopened' },
      ),
      zimbabwe('AttendanceRecorded', { as: 'observer', level: 'minister' }, '2007-11-17'),
    );
    expect(answer).toEqual({
      id: `${BAMAKO}-ZWE`,
      revision: 5,
      ministerialId: BAMAKO,
      campaignId: CAMPAIGN,
      edition: 4,
      country: 'ZWE',
      considered: true,
      inputs: [
        {
          inputId: INPUT,
          organisation: 'Freedom House',
          recommendation: 'not-invited',
          assessment: 'Elections were neither free nor fair.',
        },
        { inputId: eventId(3), organisation: 'ZCTU', recommendation: 'observer', assessment: null },
      ],
      advice: { by: 'IAC', recommendation: 'not-invited', rationale: 'As assessed', occurredOn: '2007-02' },
      decision: {
        decision: 'observer',
        decidedBy: 'Convening Group',
        rationale: 'Talks',
        inputsConsidered: [INPUT],
        late: true,
        occurredOn: '2007-11',
      },
      earlierDecisions: [],
      attendance: { as: 'observer', level: 'minister' },
      differs: true,
      contested: false,
      position: positionOf(6),
      asOf: '2026-11-25T10:00:06.000Z',
    });
  });

  it('leaves unknown what nobody told', async () => {
    expect(await ofZimbabwe(decided('participant'))).toMatchObject({
      considered: false,
      inputs: [],
      advice: null,
      decision: { decidedBy: null, rationale: null, inputsConsidered: null, late: null },
      attendance: null,
      differs: null,
    });
  });

  it('tells apart that no input was considered from that nobody knows', async () => {
    const none = zimbabwe('InvitationDecided', { decision: 'observer', inputsConsidered: [] });
    expect(await ofZimbabwe(none)).toMatchObject({ decision: { inputsConsidered: [] } });
  });

  it('is decided as last revised, for the reason given, and shows the decisions before in the order of history', async () => {
    const answer = await ofZimbabwe(
      decided('not-invited'),
      decided('deferred', '2007'),
      revised('observer', '2007-09'),
    );
    expect(answer).toMatchObject({
      decision: {
        decision: 'observer',
        decidedBy: null,
        rationale: 'The elections were held',
        inputsConsidered: null,
        late: null,
        occurredOn: '2007-09',
      },
      earlierDecisions: [
        { decision: 'deferred', occurredOn: '2007', rationale: null },
        { decision: 'not-invited', occurredOn: '2007-03' },
      ],
    });
  });

  it('follows the advice that stands', async () => {
    const answer = await ofZimbabwe(advised('observer', '2007-06'), advised('withheld'), decided('observer'));
    expect(answer).toMatchObject({ advice: { recommendation: 'observer', occurredOn: '2007-06' }, differs: false });
  });

  it('keeps the first of two inputs of one id', async () => {
    const input = (organisation: string) =>
      zimbabwe('NgoInputSubmitted', { inputId: INPUT, organisation, recommendation: 'observer' });
    expect(await ofZimbabwe(input('ZCTU'), input('Another'))).toMatchObject({ inputs: [{ organisation: 'ZCTU' }] });
  });

  it('is unknown where nothing was told of it, and so is the ministerial', async () => {
    const board = given(announced, decided('observer'), of('CHL', SEOUL)('CountryConsidered'));
    await expect(board.get(`ministerials/${BAMAKO}/invitations/CHL`)).rejects.toMatchObject({
      code: 'invitation.unknown',
    });
    await expect(board.get(`ministerials/${SEOUL}/invitations/CHL`)).rejects.toMatchObject({
      code: 'ministerial.unknown',
    });
    await expect(board.get(`ministerials/${SEOUL}/invitations`)).rejects.toMatchObject({ code: 'ministerial.unknown' });
  });
});

describe('An invitation on which sources disagree', () => {
  const TIMES = [{ kind: 'media', title: 'The Moscow Times' }];
  const RECORD = [{ kind: 'official-record', title: 'Record' }];
  const on = (sources: typeof TIMES, told: Given): Given => ({ ...told, entry: { ...told.entry, sources } });
  const attended = (as: string, occurredOn = '2007-11-17') => zimbabwe('AttendanceRecorded', { as }, occurredOn);

  it('is contested on the decision, and shows both, and what was recorded last', async () => {
    const answer = await ofZimbabwe(on(TIMES, decided('observer')), on(RECORD, decided('not-invited', '2007')));
    const unsaid = { decidedBy: null, rationale: null, inputsConsidered: null, late: null };
    expect(answer).toMatchObject({
      decision: { decision: 'not-invited' },
      earlierDecisions: [{ decision: 'observer' }],
      contested: true,
    });
    expect(answer['rivals']).toEqual([
      { decision: 'not-invited', ...unsaid, occurredOn: '2007', sources: RECORD, eventId: eventId(2) },
      { decision: 'observer', ...unsaid, occurredOn: '2007-03', sources: TIMES, eventId: eventId(1) },
    ]);
  });

  it('is contested on the advice and the attendance, each with its own claims', async () => {
    const answer = await ofZimbabwe(
      on(TIMES, attended('absent')),
      on(TIMES, advised('observer')),
      on(RECORD, advised('withheld', '2007')),
      on(RECORD, attended('observer')),
      on(RECORD, decided('observer')),
    );
    expect(answer).toMatchObject({ contested: true, decision: { decision: 'observer' } });
    expect(answer['rivals']).toEqual([
      expect.objectContaining({ recommendation: 'withheld', by: 'International Advisory Committee', sources: RECORD }),
      expect.objectContaining({ recommendation: 'observer', rationale: null, sources: TIMES }),
      { as: 'absent', level: null, occurredOn: '2007-11-17', sources: TIMES, eventId: eventId(1) },
      { as: 'observer', level: null, occurredOn: '2007-11-17', sources: RECORD, eventId: eventId(4) },
    ]);
  });

  it.each<[string, Given[]]>([
    ['two sources say the same', [on(TIMES, decided('observer')), on(RECORD, decided('observer', '2007'))]],
    ['advice and decision differ', [on(TIMES, advised('observer')), on(RECORD, decided('not-invited'))]],
    ['the decision was revised', [on(TIMES, decided('observer')), on(RECORD, revised('not-invited', '2007'))]],
    [
      'a certainly later revision came',
      [on(TIMES, decided('observer')), on(RECORD, decided('deferred')), revised('observer', '2007-04')],
    ],
  ])('is not contested where %s', async (_, told) => {
    const answer = await ofZimbabwe(...told);
    expect(answer).toMatchObject({ contested: false });
    expect(answer).not.toHaveProperty('rivals');
  });

  it('stays contested on what was decided where a revision may be of the same time', async () => {
    const disputed = [on(TIMES, decided('observer')), on(RECORD, decided('not-invited'))];
    expect(await ofZimbabwe(...disputed, on(RECORD, revised('participant', '2007')))).toMatchObject({
      decision: { decision: 'participant' },
      contested: true,
      rivals: [{ decision: 'observer' }, { decision: 'not-invited' }],
    });
  });
});

describe('A decision', () => {
  it.each([
    ['participant', 'participant', false],
    ['observer', 'participant', true],
    ['participant', 'not-invited', true],
    ['not-invited', 'not-invited', false],
    ['withheld', 'participant', true],
    ['withheld', 'observer', true],
    ['withheld', 'not-invited', false],
    ['participant', 'deferred', null],
    ['withheld', 'deferred', null],
    [null, 'participant', null],
    ['participant', null, null],
  ])('on the advice %s, when it is %s, differs: %s', (recommendation, decision, expected) => {
    expect(differs(recommendation, decision)).toBe(expected);
  });
});

describe('The board of a ministerial', () => {
  const story = [
    announced,
    announce(SEOUL, 2),
    of('ZWE')('AdviceRecorded', { by: 'IAC', recommendation: 'withheld' }),
    of('ZWE')('InvitationDecided', { decision: 'observer' }),
    of('CHL')('CountryConsidered'),
    of('CHL')('AdviceRecorded', { by: 'IAC', recommendation: 'participant' }),
    of('CHL')('InvitationDecided', { decision: 'participant' }),
    of('CHL')('AttendanceRecorded', { as: 'participant' }),
    of('PER')('InvitationDecided', { decision: 'deferred' }, { sources: [{ kind: 'media', title: 'The press' }] }),
    of('PER')('InvitationDecided', { decision: 'observer' }, { sources: [{ kind: 'document', title: 'A list' }] }),
    of('CHL', SEOUL)('InvitationDecided', { decision: 'observer' }),
  ];
  const countries = async (query: Record<string, string | string[]>) =>
    (await given(...story).items(`ministerials/${BAMAKO}/invitations`, query)).map(({ country }) => country);

  it('shows its own countries by their codes', async () => {
    expect(await countries({})).toEqual(['CHL', 'PER', 'ZWE']);
  });

  it('belongs to a ministerial of which no more is told than its days', async () => {
    const dates = eventsOf(`ministerial-${BAMAKO}`)('MinisterialRescheduled', { startsOn: '2007', endsOn: '2007' });
    const items = await given(dates, decided('observer')).items(`ministerials/${BAMAKO}/invitations`);
    expect(items).toMatchObject([{ country: 'ZWE', edition: null }]);
  });

  it.each([
    [{ country: 'ZWE' }, ['ZWE']],
    [{ campaignId: CAMPAIGN }, ['CHL', 'PER', 'ZWE']],
    [{ campaignId: 'another' }, []],
    [{ arena: 'community-of-democracies' }, ['CHL', 'PER', 'ZWE']],
    [{ arena: 'imf' }, []],
    [{ decision: ['observer', 'deferred'] }, ['PER', 'ZWE']],
    [{ decision: 'deferred' }, []],
    [{ recommendation: 'withheld' }, ['ZWE']],
    [{ as: 'participant' }, ['CHL']],
    [{ differs: 'true' }, ['ZWE']],
    [{ differs: 'false' }, ['CHL']],
    [{ considered: 'true' }, ['CHL']],
    [{ considered: 'false' }, ['PER', 'ZWE']],
    [{ contested: 'true' }, ['PER']],
    [{ contested: 'false' }, ['CHL', 'ZWE']],
  ])('asked for %j, shows %j', async (query, expected) => {
    expect(await countries(query as Record<string, string>)).toEqual(expected);
  });
});
