import { eventTypes } from '../../src/event-sourcing/codec.js';
import type { DomainEvent } from '../../src/event-sourcing/event.js';
import { proposalEvents } from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, positionOf, readModel, type Given } from '../../test/support/projected.js';
import { campaignHistory } from './campaign-history.projection.js';
import { campaignHistoryRoutes } from './campaign-history.routes.js';

type NoteEvent = DomainEvent<'Opened', { name: string }> | DomainEvent<'Noted', { about: string }>;

/** Objects that are called something, change their name, and speak of one another. */
const noteEvents = eventTypes<NoteEvent>(
  'note',
  {
    Opened: { version: 1, sentence: ({ name }) => `${name} was opened.`, title: ({ name }) => name },
    Noted: { version: 1, sentence: ({ about }, { title, titleOf }) => `${title} notes ${titleOf(about)}.` },
  },
  { titleOf: (id) => `Note ${id}`, arenasOf: () => ['imf'] },
);
const campaignEvents = eventTypes<DomainEvent<'Begun', { title: string }>>('campaign', {
  Begun: { version: 1, sentence: () => 'It began.', title: ({ title }) => title },
});

const given = readModel({
  projection: campaignHistory,
  routes: campaignHistoryRoutes,
  events: [campaignEvents, proposalEvents, noteEvents],
});
const path = `campaigns/${CAMPAIGN}/history`;
const ID = '10000000-0000-4000-8000-000000000001';
const proposal = eventsOf(`proposal-${ID}`);
const note = eventsOf('note-a');

const begun = eventsOf(`campaign-${CAMPAIGN}`)('Begun', { title: 'A caucus that lasts' });
const submitted = proposal('ProposalSubmitted', {
  arena: 'un-democracy-caucus',
  title: 'A permanent group',
  addressedTo: 'the caucus',
});
const endorsed = (country: string, occurredOn: string) =>
  proposal('StateEndorsed', { country, version: 1 }, occurredOn);

const history = (...told: Given[]) => given(begun, ...told).items(path);
const sentences = async (...told: Given[]) => (await history(...told)).map(({ sentence }) => sentence);

describe('The history of a campaign', () => {
  it('shows every entry in one sentence, with all that was said beside it', async () => {
    const sources = [{ kind: 'official-record', title: 'Record' }];
    const withdrawn = proposal(
      'StateEndorsementWithdrawn',
      { country: 'CHL', version: 1 },
      { occurredOn: '2004-09', sources, visibility: 'public', reason: 'An election' },
    );
    const items = await history(submitted, { ...withdrawn, metadata: { actorId: 'lead-2' } });
    expect(items[2]).toEqual({
      id: eventId(2),
      eventId: eventId(2),
      type: 'proposal.StateEndorsementWithdrawn.v1',
      stream: `proposal-${ID}`,
      revision: 1,
      position: positionOf(2),
      campaignId: CAMPAIGN,
      occurredOn: '2004-09',
      recordedAt: '2026-11-25T10:00:02.000Z',
      actor: 'lead-2',
      sentence: 'Chile withdrew its endorsement of “A permanent group” (text 1).',
      sources,
      visibility: 'public',
      reason: 'An election',
      data: { country: 'CHL', version: 1 },
    });
    expect(items[1]).toMatchObject({ sources: null, reason: null, visibility: 'members' });
  });

  it('names other objects by what they are called', async () => {
    expect(await sentences(submitted, note('Noted', { about: `proposal-${ID}` }))).toEqual([
      'It began.',
      'The proposal “A permanent group” was put to the caucus.',
      'Note a notes A permanent group.',
    ]);
  });

  it('names them also where no entry of theirs is shown', async () => {
    const all = given(begun, submitted, note('Noted', { about: `proposal-${ID}` }));
    expect(await all.items(path, { type: 'Noted' })).toMatchObject([{ sentence: 'Note a notes A permanent group.' }]);
  });

  it('names an object by what it is called now, and one that nobody has named by its stream', async () => {
    const renamed = note('Opened', { name: 'Zimbabwe 2002' });
    expect(await sentences(note('Noted', { about: 'note-b' }), renamed)).toEqual([
      'It began.',
      'Zimbabwe 2002 notes note-b.',
      'Zimbabwe 2002 was opened.',
    ]);
  });

  it('holds its own entries alone, from all arenas', async () => {
    const ofAnother = { ...endorsed('PER', '2004'), metadata: { campaignId: 'another' } };
    const items = await history(submitted, ofAnother, note('Opened', { name: 'A note' }));
    expect(items.map(({ revision, stream }) => [stream, revision])).toEqual([
      [`campaign-${CAMPAIGN}`, 0],
      [`proposal-${ID}`, 0],
      ['note-a', 0],
    ]);
  });

  it('is empty where nothing was found, and unknown where there is no such campaign', async () => {
    const one = given(begun, submitted);
    expect(await one.items(path, { country: 'CHL' })).toEqual([]);
    await expect(one.get('campaigns/another/history')).rejects.toMatchObject({ code: 'campaign.unknown' });
  });

  it('is told in the order recorded, or by when it happened: the coarser first', async () => {
    const told = ['2004-03-02', '2004-03', '2004-01-01', '2004-01', '2003-12-31', '2004'];
    const all = given(begun, submitted, ...told.map((date) => endorsed('CHL', date)));
    const dates = async (query: Record<string, string>) =>
      (await all.items(path, { country: 'CHL', ...query })).map(({ occurredOn }) => occurredOn);
    expect(await dates({})).toEqual(told);
    expect(await dates({ order: 'position' })).toEqual(told);
    expect(await dates({ order: 'occurredOn' })).toEqual([
      '2003-12-31',
      '2004',
      '2004-01',
      '2004-01-01',
      '2004-03',
      '2004-03-02',
    ]);
  });

  it.each(['position', 'occurredOn'])('is paged in the order of %s without loss or repetition', async (order) => {
    const told = ['2004', '2003', '2004-01', '2004', '2004-01-01', '2003', '2004', '2004-01'];
    const all = given(begun, submitted, ...told.map((date) => endorsed('CHL', date)));
    const whole = (await all.items(path, { order })).map(({ id }) => id);
    const paged = (await all.paged(path, { order }, 3)).map(({ id }) => id);
    expect(whole).toHaveLength(told.length + 2);
    expect(paged).toEqual(whole);
  });
});

describe('A history that is asked for some of its entries', () => {
  const story = [
    begun,
    submitted,
    endorsed('CHL', '2004'),
    { ...endorsed('PER', '2004'), metadata: { actorId: 'lead-2' } },
    note('Noted', { about: 'note-b' }, { visibility: 'restricted' }),
    eventsOf('note-b-ZWE')('Opened', { name: 'B' }),
  ];
  const revisions = async (query: Record<string, string | string[]>) =>
    (await given(...story).items(path, query)).map(({ stream, revision }) => `${String(stream)} ${String(revision)}`);

  it.each([
    [{ type: 'StateEndorsed' }, [`proposal-${ID} 1`, `proposal-${ID} 2`]],
    [{ type: 'proposal.StateEndorsed.v1' }, [`proposal-${ID} 1`, `proposal-${ID} 2`]],
    [{ type: ['Noted', 'ProposalSubmitted'] }, [`proposal-${ID} 0`, 'note-a 0']],
    [{ type: 'proposal.StateEndorsed' }, []],
    [{ actor: 'lead-2' }, [`proposal-${ID} 2`]],
    [{ stream: 'note-a' }, ['note-a 0']],
    [{ country: 'PER' }, [`proposal-${ID} 2`]],
    [{ country: ['CHL', 'ZWE'] }, [`proposal-${ID} 1`, 'note-b-ZWE 0']],
    [{ arena: 'un-democracy-caucus' }, [0, 1, 2].map((revision) => `proposal-${ID} ${String(revision)}`)],
    [{ arena: 'imf', type: 'Noted' }, ['note-a 0']],
    [{ visibility: 'restricted' }, ['note-a 0']],
  ])('by %j, shows %j', async (query, expected) => {
    expect(await revisions(query as Record<string, string>)).toEqual(expected);
  });
});
