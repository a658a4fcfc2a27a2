import { proposalEvents } from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, positionOf, readModel, type Given } from '../../test/support/projected.js';
import { endorsementBoard } from './endorsement-board.projection.js';
import { endorsementBoardRoutes } from './endorsement-board.routes.js';

const given = readModel({ projection: endorsementBoard, routes: endorsementBoardRoutes, events: [proposalEvents] });
const ID = '10000000-0000-4000-8000-000000000001';
const proposal = eventsOf(`proposal-${ID}`);

const submission = {
  arena: 'un-democracy-caucus',
  title: 'A permanent group',
  ask: 'Adopt rules',
  text: 'The first text',
  kind: 'standing-body',
  addressedTo: 'The caucus',
};
const submitted = proposal('ProposalSubmitted', submission, '2004-02');
const amended = (occurredOn: string, version = 2) =>
  proposal('ProposalAmended', { version, text: 'Another text' }, { occurredOn, reason: 'Clearer' });
const endorsed = (occurredOn: string, more: object = {}) =>
  proposal('StateEndorsed', { country: 'CHL', version: 1, ...more }, occurredOn);
const objected = (occurredOn: string, more: object = {}) =>
  proposal('StateObjected', { country: 'CHL', version: 1, ...more }, occurredOn);
const tookBack = (occurredOn: string, version = 1) =>
  proposal('StateEndorsementWithdrawn', { country: 'CHL', version }, { occurredOn, reason: 'An election' });
const expected = (position: string, occurredOn: string) =>
  proposal('StatePositionAssessed', { country: 'CHL', position, confidence: 'high' }, occurredOn);
const voted = (vote: string, occurredOn: string) =>
  proposal('ProposalDecided', { mechanism: 'vote', result: 'adopted', votes: [{ country: 'CHL', vote }] }, occurredOn);

const cells = (...told: Given[]) => given(submitted, ...told).items('endorsement-board');

describe('What a state did about a text', () => {
  it('is shown with its form, its reservation and its sources', async () => {
    const sources = [{ kind: 'official-record', title: 'Record' }];
    const story = { country: 'CHL', version: 1, capacity: 'minister', form: 'signed', reservation: 'No fees' };
    const signed = proposal('StateEndorsed', story, { occurredOn: '2004-09-22', sources });
    const answer = await given(submitted, signed, amended('2005')).get('endorsement-board');
    expect(answer).toEqual({
      items: [
        {
          id: `${ID}.1.CHL`,
          revision: 2,
          proposalId: ID,
          campaignId: CAMPAIGN,
          title: 'A permanent group',
          version: 1,
          country: 'CHL',
          stance: 'endorsed',
          capacity: 'minister',
          form: 'signed',
          reservation: 'No fees',
          grounds: null,
          occurredOn: '2004-09-22',
          sources,
          vote: null,
          forecast: null,
          contested: false,
        },
      ],
      next: null,
      position: positionOf(2),
      asOf: '2026-11-25T10:00:02.000Z',
    });
  });

  it('is an objection where one came later, in all its fields', async () => {
    const answer = await cells(
      endorsed('2004-05', { capacity: 'minister', reservation: 'No fees' }),
      objected('2004-07', { grounds: 'Too costly', form: 'dissociated' }),
    );
    expect(answer).toMatchObject([
      { stance: 'objected', grounds: 'Too costly', form: 'dissociated', capacity: null, reservation: null },
    ]);
  });

  it('is not changed by an objection that is told of late, and came before', async () => {
    expect(await cells(endorsed('2004-05'), objected('2004-03'))).toMatchObject([
      { stance: 'endorsed', occurredOn: '2004-05', grounds: null },
    ]);
  });

  it('is what was recorded last, where the times cannot be told apart', async () => {
    expect(await cells(endorsed('2004'), objected('2004-07'))).toMatchObject([{ stance: 'objected' }]);
    expect(await cells(objected('2004-07'), endorsed('2004'))).toMatchObject([{ stance: 'endorsed' }]);
  });

  it('is nothing any more once the endorsement was withdrawn, and shows since when', async () => {
    expect(await cells(endorsed('2004-05', { form: 'signed' }), tookBack('2004-08'))).toMatchObject([
      { stance: null, form: null, occurredOn: '2004-08' },
    ]);
    expect(await cells(endorsed('2004-05'), tookBack('2004-08'), endorsed('2005'))).toMatchObject([
      { stance: 'endorsed', occurredOn: '2005' },
    ]);
  });

  it('belongs to one text: another text is another cell', async () => {
    const answer = await cells(amended('2004-06'), endorsed('2004-05'), objected('2004-09', { version: 2 }));
    expect(answer).toMatchObject([
      { version: 1, stance: 'endorsed' },
      { version: 2, stance: 'objected' },
    ]);
    expect(
      await cells(amended('2004-06'), endorsed('2004-05'), endorsed('2004-09', { version: 2 }), tookBack('2005')),
    ).toMatchObject([
      { version: 1, stance: null },
      { version: 2, stance: 'endorsed' },
    ]);
  });
});

const TIMES = [{ kind: 'media', title: 'The Moscow Times' }];
const RADIO = [{ kind: 'media', title: 'RFE/RL' }];
const on = (sources: typeof TIMES, given: Given): Given => ({ ...given, entry: { ...given.entry, sources } });
const contestedOf = (items: Record<string, unknown>[]) => items.map(({ version, contested }) => [version, contested]);

describe('A stance on which sources disagree', () => {
  const signed = on(TIMES, endorsed('2000-06-27', { capacity: 'minister' }));
  const declined = on(RADIO, objected('2000-06-27', { form: 'declined-to-sign', grounds: 'Named here alone' }));

  it('is contested, and shows what was recorded last, and all that is claimed with its sources', async () => {
    const [item] = await cells(signed, declined);
    expect(item).toMatchObject({ stance: 'objected', form: 'declined-to-sign', sources: RADIO, contested: true });
    const unsaid = { capacity: null, form: null, reservation: null, grounds: null };
    const when = { occurredOn: '2000-06-27' };
    expect(item?.['rivals']).toEqual([
      { ...unsaid, stance: 'endorsed', capacity: 'minister', ...when, sources: TIMES, eventId: eventId(1) },
      {
        ...unsaid,
        stance: 'objected',
        form: 'declined-to-sign',
        grounds: 'Named here alone',
        ...when,
        sources: RADIO,
        eventId: eventId(2),
      },
    ]);
  });

  it('is contested in whichever order they were told, the claims in the order of history', async () => {
    const inTheYear = on(RADIO, objected('2000'));
    for (const told of [
      [signed, inTheYear],
      [inTheYear, signed],
    ]) {
      expect(await cells(...told)).toMatchObject([
        { contested: true, rivals: [{ occurredOn: '2000' }, { occurredOn: '2000-06-27' }] },
      ]);
    }
  });

  it('is contested on that text alone', async () => {
    const other = on(RADIO, objected('2000-06-27', { version: 2 }));
    expect(contestedOf(await cells(amended('2000-06'), signed, other))).toEqual([
      [1, false],
      [2, false],
    ]);
    const third = on(RADIO, endorsed('2000-06-27', { capacity: 'expert' }));
    expect(contestedOf(await cells(amended('2000-06'), signed, other, third))).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it.each<[string, Given[]]>([
    ['two sources say the same', [signed, on(RADIO, endorsed('2000-06', { capacity: 'minister' }))]],
    ['the lead enters again what one source says', [signed, on(TIMES, objected('2000-06-27'))]],
    ['one of them names no source', [signed, objected('2000-06-27')]],
    ['one is certainly later', [signed, on(RADIO, objected('2000-06-28'))]],
    ['it changed certainly later', [signed, declined, objected('2000-07')]],
    ['it was withdrawn: that contradicts no endorsement', [signed, on(RADIO, tookBack('2000'))]],
  ])('is not contested where %s', async (_, told) => {
    const [item] = await cells(...told);
    expect(item).toMatchObject({ contested: false });
    expect(item).not.toHaveProperty('rivals');
  });

  it('stays contested where an entry without sources, or a withdrawal at the time, tells of it too', async () => {
    for (const more of [endorsed('2000-06-27'), on(TIMES, tookBack('2000-06'))]) {
      const [item] = await cells(signed, declined, more);
      expect(item).toMatchObject({ contested: true, rivals: [{ stance: 'endorsed' }, { stance: 'objected' }] });
    }
  });
});

describe('A vote on which sources disagree', () => {
  it('is contested, beside a stance that is not', async () => {
    const told = [endorsed('2004-05'), on(TIMES, voted('for', '2004-09')), on(RADIO, voted('against', '2004-09'))];
    expect(await cells(...told)).toMatchObject([
      {
        stance: 'endorsed',
        vote: 'against',
        contested: true,
        rivals: [
          { vote: 'for', sources: TIMES, eventId: eventId(2) },
          { vote: 'against', sources: RADIO, eventId: eventId(3) },
        ],
      },
    ]);
    expect(contestedOf(await cells(on(TIMES, voted('for', '2004-09')), on(RADIO, voted('for', '2004'))))).toEqual([
      [1, false],
    ]);
  });
});

describe('A forecast', () => {
  it('is shown beside what the state did, the latest first', async () => {
    expect(
      await cells(expected('support', '2004-04'), expected('oppose', '2004-03'), objected('2004-05')),
    ).toMatchObject([
      {
        stance: 'objected',
        forecast: { position: 'support', confidence: 'high', influence: null, occurredOn: '2004-04' },
      },
    ]);
  });

  it('belongs to the text then in force', async () => {
    expect(
      await cells(amended('2004-06'), expected('support', '2004-03'), expected('oppose', '2004-09')),
    ).toMatchObject([
      { version: 1, stance: null, forecast: { position: 'support' } },
      { version: 2, stance: null, forecast: { position: 'oppose' } },
    ]);
  });

  it('moves to the text of its time when that text is told of late', async () => {
    const before = [endorsed('2004-04'), expected('support', '2004-09')];
    expect(await cells(...before)).toMatchObject([
      { version: 1, stance: 'endorsed', forecast: { position: 'support' } },
    ]);
    expect(await cells(...before, amended('2004-06'))).toMatchObject([
      { version: 1, stance: 'endorsed', forecast: null },
      { version: 2, stance: null, forecast: { position: 'support' } },
    ]);
  });

  it('leaves no empty cell behind when it moves', async () => {
    expect(await cells(expected('support', '2004-09'), amended('2004-06'))).toMatchObject([{ version: 2 }]);
    expect(await cells(expected('support', '2004-09'), amended('2004-06'))).toHaveLength(1);
  });
});

describe('A vote', () => {
  it('belongs to the text then in force, also where that text is told of late', async () => {
    expect(await cells(voted('for', '2004-09'))).toMatchObject([{ version: 1, vote: 'for', stance: null }]);
    const moved = await cells(voted('for', '2004-09'), amended('2004-06'), amended('2005', 3));
    expect(moved.map(({ version, vote }) => ({ version, vote }))).toEqual([{ version: 2, vote: 'for' }]);
  });

  it('is that of the latest decision', async () => {
    expect(await cells(voted('for', '2005'), voted('absent', '2004-03'))).toMatchObject([{ vote: 'for' }]);
  });
});

describe('The board', () => {
  const other = eventsOf('proposal-other');
  const seat = { ...submission, arena: 'imf', title: 'A seat' };
  const story = [
    submitted,
    endorsed('2004-05', { capacity: 'minister', form: 'signed' }),
    proposal('StateObjected', { country: 'USA', version: 1, form: 'opposed' }),
    voted('for', '2004-09'),
    on(TIMES, endorsed('2004', { country: 'HND' })),
    on(RADIO, objected('2004', { country: 'HND' })),
    { ...other('ProposalSubmitted', seat), metadata: { campaignId: 'another' } },
    { ...other('StateEndorsed', { country: 'PER', version: 1 }), metadata: { campaignId: 'another' } },
  ];
  const countries = async (query: Record<string, string | string[]>) =>
    (await given(...story).items('endorsement-board', query)).map(({ country }) => country);

  it.each([
    [{}, ['CHL', 'HND', 'USA', 'PER']],
    [{ campaignId: 'another' }, ['PER']],
    [{ proposalId: ID }, ['CHL', 'HND', 'USA']],
    [{ proposalId: [ID, 'other'] }, ['CHL', 'HND', 'USA', 'PER']],
    [{ country: 'USA' }, ['USA']],
    [{ arena: 'imf' }, ['PER']],
    [{ stance: 'endorsed' }, ['CHL', 'PER']],
    [{ capacity: 'minister' }, ['CHL']],
    [{ form: ['signed', 'opposed'] }, ['CHL', 'USA']],
    [{ vote: 'for' }, ['CHL']],
    [{ contested: 'true' }, ['HND']],
    [{ stance: 'objected' }, ['HND', 'USA']],
    [{ contested: 'false', stance: 'objected' }, ['USA']],
    [{ contested: 'true', stance: 'endorsed' }, []],
  ])('asked for %j, shows %j', async (query, shown) => {
    expect(await countries(query as Record<string, string>)).toEqual(shown);
  });

  it('is paged by proposal, text and state, without loss or repetition', async () => {
    const versions = [2, 3].map((version) => amended(`2004-0${String(version)}`, version));
    const stances = ['CHL', 'PER', 'USA'].flatMap((country) =>
      [3, 1, 2].map((version) => endorsed('2005', { country, version })),
    );
    const board = given(submitted, ...versions, ...stances);
    const seen = await board.paged('endorsement-board', {}, 2);
    expect(seen.map(({ version, country }) => `${String(version)} ${String(country)}`)).toEqual(
      [1, 2, 3].flatMap((version) => ['CHL', 'PER', 'USA'].map((code) => `${String(version)} ${code}`)),
    );
  });
});
