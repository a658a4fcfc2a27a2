import { criteriaEvents } from '../../src/un-democracy-caucus/criteria/criteria.events.js';
import { CAMPAIGN, eventsOf, positionOf, readModel } from '../../test/support/projected.js';
import { criteria } from './criteria.projection.js';
import { criteriaRoutes } from './criteria.routes.js';

const given = readModel({ projection: criteria, routes: criteriaRoutes, events: [criteriaEvents] });
const ofTheCommunity = eventsOf('criteria-community-of-democracies');
const ofTheCaucus = eventsOf('criteria-un-democracy-caucus');

const participant = { code: 'participant', text: 'Meets the criteria' };
const observer = { code: 'observer', text: 'In transition, and taking concrete steps' };

const adopted = ofTheCommunity('CriteriaAdopted', { criteria: [participant], version: 1 }, '2002-09-27');
const revised = (occurredOn: string, reason = 'Observers were forgotten') =>
  ofTheCommunity('CriteriaRevised', { criteria: [participant, observer], version: 2 }, { occurredOn, reason });

describe('The criteria of a body', () => {
  it('are those that were adopted', async () => {
    expect(await given(adopted).get('criteria/community-of-democracies')).toEqual({
      id: 'community-of-democracies',
      revision: 0,
      campaignId: null,
      arena: 'community-of-democracies',
      body: 'community-of-democracies',
      version: 1,
      criteria: [participant],
      versions: [{ version: 1, criteria: [participant], occurredOn: '2002-09-27', reason: null }],
      position: positionOf(0),
      asOf: '2026-11-25T10:00:00.000Z',
    });
  });

  it('are those of the revision, and the version before it is kept', async () => {
    const answer = await given(adopted, revised('2006')).get('criteria/community-of-democracies');
    expect(answer).toMatchObject({
      revision: 1,
      version: 2,
      criteria: [participant, observer],
      versions: [
        { version: 1, criteria: [participant], reason: null },
        { version: 2, criteria: [participant, observer], occurredOn: '2006', reason: 'Observers were forgotten' },
      ],
    });
  });

  it('stay in force where a revision told of later had happened before them', async () => {
    const latest = ofTheCommunity('CriteriaRevised', { criteria: [observer], version: 3 }, '2004-05');
    const answer = await given(adopted, revised('2006'), latest).get('criteria/community-of-democracies');
    expect(answer).toMatchObject({ version: 2, criteria: [participant, observer] });
    expect((answer['versions'] as { version: number }[]).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('may be empty, which is not unknown', async () => {
    const emptied = ofTheCommunity('CriteriaRevised', { criteria: [], version: 2 }, '2006');
    expect(await given(adopted, emptied).get('criteria/community-of-democracies')).toMatchObject({ criteria: [] });
  });

  it('are unknown where the body has adopted none', async () => {
    await expect(given(adopted).get('criteria/un-democracy-caucus')).rejects.toMatchObject({
      code: 'criteria.unknown',
    });
  });
});

describe('The list of criteria', () => {
  const inACampaign = { ...adopted, metadata: { campaignId: CAMPAIGN } };
  const caucus = ofTheCaucus('CriteriaAdopted', { criteria: [], version: 1 });
  const all = given.bind(undefined, caucus, inACampaign);
  const bodies = async (query: Record<string, string>) =>
    (await all().items('criteria', query)).map(({ body }) => body);

  it('shows every body in the order in which they began', async () => {
    expect(await bodies({})).toEqual(['un-democracy-caucus', 'community-of-democracies']);
  });

  it('is narrowed by arena, body and campaign', async () => {
    expect(await bodies({ arena: 'un-democracy-caucus' })).toEqual(['un-democracy-caucus']);
    expect(await bodies({ body: 'community-of-democracies' })).toEqual(['community-of-democracies']);
    expect(await bodies({ campaignId: CAMPAIGN })).toEqual(['community-of-democracies']);
    expect(await bodies({ arena: 'imf' })).toEqual([]);
    expect(await bodies({ country: 'CHL' })).toEqual([]);
  });

  it('gives a body to the first campaign that an entry of it names', async () => {
    const laterGiven = { ...revised('2006'), metadata: { campaignId: CAMPAIGN } };
    const items = await given(adopted, laterGiven).items('criteria', { campaignId: CAMPAIGN });
    expect(items).toMatchObject([{ id: 'community-of-democracies', campaignId: CAMPAIGN }]);
  });

  it('refuses an arena that is none', async () => {
    await expect(all().get('criteria', { arena: 'un' })).rejects.toMatchObject({
      errors: [{ field: 'arena', message: 'must be one of un-democracy-caucus, imf, community-of-democracies' }],
    });
  });
});
