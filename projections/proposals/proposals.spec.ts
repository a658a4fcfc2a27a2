import { proposalEvents } from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, positionOf, readModel, type Given } from '../../test/support/projected.js';
import { proposals } from './proposals.projection.js';
import { proposalsRoutes } from './proposals.routes.js';

const given = readModel({ projection: proposals, routes: proposalsRoutes, events: [proposalEvents] });
const ID = '10000000-0000-4000-8000-000000000001';
const proposal = eventsOf(`proposal-${ID}`);
const path = `proposals/${ID}`;

const submission = {
  arena: 'un-democracy-caucus',
  title: 'A permanent group',
  ask: 'Adopt rules of procedure',
  text: 'The first text',
  kind: 'standing-body',
  addressedTo: 'The caucus',
};
const submitted = proposal('ProposalSubmitted', submission, '2004-02');
const amended = (version: number, text: string, occurredOn: string) =>
  proposal('ProposalAmended', { version, text }, { occurredOn, reason: 'Clearer' });
const decided = (result: string, occurredOn: string, more: object = {}) =>
  proposal('ProposalDecided', { mechanism: 'consensus', result, ...more }, occurredOn);
const withdrawn = (occurredOn: string) => proposal('ProposalWithdrawn', {}, { occurredOn, reason: 'Overtaken' });

const afterAll = (...told: Given[]) => given(submitted, ...told).get(path);

describe('A proposal', () => {
  it('is shown as submitted', async () => {
    expect(await afterAll()).toEqual({
      id: ID,
      revision: 0,
      campaignId: CAMPAIGN,
      ...submission,
      submittedBy: null,
      submittedOn: '2004-02',
      status: 'submitted',
      version: 1,
      versions: [{ version: 1, text: 'The first text', occurredOn: '2004-02', reason: null }],
      signOns: [],
      tablings: [],
      debates: [],
      decision: null,
      earlierDecisions: [],
      contested: false,
      position: positionOf(0),
      asOf: '2026-11-25T10:00:00.000Z',
    });
  });

  it('has the text that the latest amendment gave it, and keeps every version', async () => {
    const answer = await afterAll(amended(2, 'The second text', '2005'), amended(3, 'Told late', '2004-06'));
    expect(answer).toMatchObject({
      revision: 2,
      version: 2,
      text: 'The second text',
      versions: [
        { version: 1 },
        { version: 2, occurredOn: '2005', reason: 'Clearer' },
        { version: 3, text: 'Told late', occurredOn: '2004-06' },
      ],
    });
  });

  it('is signed on to by those who have not withdrawn since', async () => {
    const signedOn = (organisation: string, occurredOn: string, more: object = {}) =>
      proposal('OrganisationSignedOn', { organisation, ...more }, occurredOn);
    const left = (organisation: string, occurredOn: string) =>
      proposal('OrganisationSignOnWithdrawn', { organisation }, { occurredOn, reason: 'A new board' });
    const answer = await afterAll(
      signedOn('ZCTU', '2004-03', { country: 'ZWE' }),
      signedOn('Freedom House', '2004-03'),
      left('Freedom House', '2004-05'),
      left('ZCTU', '2004-02'),
    );
    expect(answer['signOns']).toEqual([{ organisation: 'ZCTU', country: 'ZWE', occurredOn: '2004-03' }]);
  });

  it('is tabled in a session, and debated', async () => {
    const interventions = [{ country: 'CHL', stance: 'support', summary: 'In favour' }];
    const answer = await afterAll(
      proposal('ProposalTabled', { session: '59', forum: 'Caucus', sponsors: ['CHL'], symbol: 'A/59/1' }, '2004-09'),
      proposal('ProposalTabled', { session: '60', forum: 'Caucus' }, '2005-09'),
      proposal('ProposalDebated', { forum: 'Caucus', summary: 'Long', interventions }, '2004-09-20'),
    );
    expect(answer).toMatchObject({
      status: 'tabled',
      tablings: [
        { session: '59', forum: 'Caucus', sponsors: ['CHL'], symbol: 'A/59/1', occurredOn: '2004-09' },
        { session: '60', sponsors: null, symbol: null },
      ],
      debates: [{ forum: 'Caucus', summary: 'Long', interventions, occurredOn: '2004-09-20' }],
    });
  });

  it('is decided as the latest decision says, and shows those before in the order of history', async () => {
    const tally = { for: 20, against: 3 };
    const adopted = decided('adopted', '2006', { mechanism: 'vote', tally });
    const answer = await afterAll(adopted, decided('not-adopted', '2005'), decided('deferred', '2004'));
    expect(answer).toMatchObject({
      status: 'adopted',
      decision: { mechanism: 'vote', result: 'adopted', tally, votes: null, irregular: null, occurredOn: '2006' },
      earlierDecisions: [
        { result: 'deferred', occurredOn: '2004' },
        { result: 'not-adopted', occurredOn: '2005' },
      ],
    });
  });

  it('has no decision once it was withdrawn, and keeps the one before', async () => {
    expect(await afterAll(decided('deferred', '2004-10'), withdrawn('2005'))).toMatchObject({
      status: 'withdrawn',
      decision: null,
      earlierDecisions: [{ result: 'deferred' }],
    });
  });

  it('stays decided where its withdrawal is told of late, and had come before', async () => {
    expect(await afterAll(decided('adopted', '2005'), withdrawn('2004'))).toMatchObject({
      status: 'adopted',
      decision: { result: 'adopted' },
      earlierDecisions: [],
    });
  });

  it('is contested where sources disagree on what became of it, and shows all that they claim', async () => {
    const on = (title: string, told: Given): Given => ({
      ...told,
      entry: { ...told.entry, sources: [{ kind: 'media', title }] },
    });
    const adopted = on('The press', decided('adopted', '2005-03'));
    const deferred = on('A letter', decided('deferred', '2005', { mechanism: 'chair-summary' }));
    const overtaken = on('A call', withdrawn('2005-03-02'));
    const answer = await afterAll(adopted, overtaken, deferred);
    expect(answer).toMatchObject({ status: 'deferred', contested: true });
    const counted = { tally: null, votes: null, irregular: null };
    const sourced = (title: string) => ({ sources: [{ kind: 'media', title }] });
    const fields = {
      deferred: { mechanism: 'chair-summary', ...counted },
      adopted: { mechanism: 'consensus', ...counted },
    };
    expect(answer['rivals']).toEqual([
      {
        status: 'deferred',
        result: 'deferred',
        ...fields.deferred,
        occurredOn: '2005',
        ...sourced('A letter'),
        eventId: eventId(3),
      },
      {
        status: 'adopted',
        result: 'adopted',
        ...fields.adopted,
        occurredOn: '2005-03',
        ...sourced('The press'),
        eventId: eventId(1),
      },
      { status: 'withdrawn', occurredOn: '2005-03-02', ...sourced('A call'), eventId: eventId(2) },
    ]);
    expect(await given(submitted, adopted, deferred).items('proposals', { contested: 'true' })).toHaveLength(1);
    expect(await given(submitted, adopted, deferred).items('proposals', { contested: 'false' })).toEqual([]);
    expect(await afterAll(adopted, deferred, decided('adopted', '2006'))).toMatchObject({ contested: false });
    expect(await afterAll(adopted, on('A letter', decided('adopted', '2005')))).toMatchObject({ contested: false });
  });

  it('is unknown where none was submitted', async () => {
    await expect(given(submitted).get('proposals/other')).rejects.toMatchObject({ code: 'proposal.unknown' });
  });
});

describe('The list of proposals', () => {
  const other = eventsOf('proposal-other');
  const seat = { ...submission, arena: 'community-of-democracies', title: 'A seat', kind: 'candidacy' };
  const story = [
    submitted,
    { ...other('ProposalSubmitted', seat), metadata: { campaignId: 'another' } },
    other('StateEndorsed', { country: 'CHL', version: 1 }),
    withdrawn('2005'),
  ];
  const titles = async (query: Record<string, string | string[]>) =>
    (await given(...story).items('proposals', query)).map(({ title }) => title);

  it.each([
    [{}, ['A permanent group', 'A seat']],
    [{ campaignId: 'another' }, ['A seat']],
    [{ country: 'CHL' }, ['A seat']],
    [{ country: 'CH' }, []],
    [{ arena: 'un-democracy-caucus' }, ['A permanent group']],
    [{ kind: 'candidacy' }, ['A seat']],
    [{ kind: ['candidacy', 'standing-body'] }, ['A permanent group', 'A seat']],
    [{ status: 'withdrawn' }, ['A permanent group']],
    [{ contested: 'false' }, ['A permanent group', 'A seat']],
    [{ contested: 'true' }, []],
  ])('asked for %j, shows %j', async (query, expected) => {
    expect(await titles(query as Record<string, string>)).toEqual(expected);
  });

  it('refuses what it does not know, all of it at once', async () => {
    const asked = given(...story).get('proposals', { colour: 'red', kind: 'treaty', limit: '10' });
    await expect(asked).rejects.toMatchObject({
      errors: [
        { field: 'colour', message: 'is not a parameter of this route' },
        { field: 'kind', message: expect.stringContaining('must be one of') as string },
      ],
    });
  });

  it.each(['0', '201', 'ten', '1.5', ''])('refuses a limit of “%s”', async (limit) => {
    await expect(given(...story).get('proposals', { limit })).rejects.toMatchObject({ errors: [{ field: 'limit' }] });
  });
});

describe('The pages of a list', () => {
  const titled = (index: number) =>
    eventsOf(`proposal-${String(index)}`)('ProposalSubmitted', {
      ...submission,
      title: `Proposal ${String(index)}`,
      kind: index % 2 === 0 ? 'reform' : 'candidacy',
    });
  const all = given.bind(undefined, ...Array.from({ length: 7 }, (_, index) => titled(index)));
  const titlesIn = (page: Record<string, unknown>) => (page['items'] as { title: string }[]).map(({ title }) => title);

  it('follow each other without loss or repetition, under the filter they began with', async () => {
    const list = all();
    const first = await list.get('proposals', { kind: 'reform', limit: '3' });
    const second = await list.get('proposals', { cursor: String(first['next']), limit: '3' });
    expect(titlesIn(first)).toEqual(['Proposal 0', 'Proposal 2', 'Proposal 4']);
    expect(titlesIn(second)).toEqual(['Proposal 6']);
    expect(second['next']).toBeNull();
  });

  it('end where they are full to the last item', async () => {
    expect((await all().get('proposals', { limit: '7' }))['next']).toBeNull();
    expect((await all().get('proposals', { limit: '6' }))['next']).toEqual(expect.any(String));
  });

  it('are not of another filter, nor after a cursor that is none', async () => {
    const list = all();
    const { next } = await list.get('proposals', { kind: 'reform', limit: '1' });
    const refused = { errors: [{ field: 'cursor' }] };
    await expect(list.get('proposals', { kind: 'candidacy', cursor: String(next) })).rejects.toMatchObject(refused);
    await expect(list.get('proposals', { cursor: 'nonsense' })).rejects.toMatchObject(refused);
  });
});
