import fc from 'fast-check';
import { campaignEvents } from '../../src/campaigns/campaign/campaign.events.js';
import { criteriaEvents } from '../../src/un-democracy-caucus/criteria/criteria.events.js';
import { proposalEvents } from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { invitationEvents } from '../../src/community-of-democracies/invitation/invitation.events.js';
import { CAMPAIGN, eventsOf, readModel, type Given } from '../../test/support/projected.js';
import { activity } from './activity.projection.js';
import { activityRoutes } from './activity.routes.js';

const OTHER = '7d3f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f11';

/** What another part adds to every aggregate: entries that put others right. */
const amendments = Object.fromEntries(
  ['EntryCorrected', 'EntryRetracted'].map((name) => [name, { version: 1, sentence: () => 'Put right.' }]),
);

const given = readModel({
  projection: activity,
  routes: activityRoutes,
  events: [
    campaignEvents,
    criteriaEvents,
    invitationEvents,
    { ...proposalEvents, types: { ...proposalEvents.types, ...amendments } },
  ],
});
const campaign = eventsOf(`campaign-${CAMPAIGN}`);
const proposal = eventsOf('proposal-a');
const launched = campaign('CampaignLaunched', { arenas: ['imf', 'un-democracy-caucus'] }, '2004-01-01');
const submitted = proposal('ProposalSubmitted', { arena: 'un-democracy-caucus', title: 'A caucus' }, '2004-01-01');
const letter = (occurredOn: string, ...countries: string[]) =>
  campaign('ActionLogged', { kind: 'letter', targets: countries.map((country) => ({ country })) }, occurredOn);
const endorsed = (occurredOn: string, country = 'CHL') =>
  proposal('StateEndorsed', { country, version: 1 }, occurredOn);

type Query = Record<string, string | string[]>;

async function counts(story: readonly Given[], query: Query = {}): Promise<unknown[]> {
  const items = await given(...story).items('activity', query);
  return items.map(({ period, group, count, ...more }) => {
    expect(more).toEqual({});
    return [period, group, count];
  });
}

describe('Activity', () => {
  it('counts entries by the month in which they happened, and by type', async () => {
    const story = [launched, letter('2004-01-31'), letter('2004-02-01'), letter('2004-01'), endorsed('2004-02')];
    expect(await counts(story)).toEqual([
      ['2004-01', 'ActionLogged', 2],
      ['2004-01', 'CampaignLaunched', 1],
      ['2004-02', 'ActionLogged', 1],
      ['2004-02', 'StateEndorsed', 1],
    ]);
  });

  it('never counts under a month what is known only to its year', async () => {
    const story = [letter('2004'), letter('2004'), letter('2004-01'), letter('2004-12-31'), letter('2005')];
    expect(await counts(story)).toEqual([
      ['2004', 'ActionLogged', 2],
      ['2004-01', 'ActionLogged', 1],
      ['2004-12', 'ActionLogged', 1],
      ['2005', 'ActionLogged', 1],
    ]);
    expect(await counts(story, { by: 'year' })).toEqual([
      ['2004', 'ActionLogged', 4],
      ['2005', 'ActionLogged', 1],
    ]);
  });

  it('counts what is recorded late in the month in which it happened', async () => {
    const before = [letter('2004-01'), letter('2004-02')];
    expect(await counts([...before, letter('2004-01-15')])).toEqual([
      ['2004-01', 'ActionLogged', 2],
      ['2004-02', 'ActionLogged', 1],
    ]);
  });

  it('counts an entry under every country that it speaks of, and under none where it speaks of none', async () => {
    const invited = eventsOf('invitation-x-ZWE')('AdviceRecorded', { by: 'IAC', recommendation: 'observer' }, '2004');
    const story = [letter('2004', 'CHL', 'PER'), letter('2004', 'CHL'), letter('2004'), invited];
    expect(await counts(story, { group: 'country' })).toEqual([
      ['2004', null, 1],
      ['2004', 'CHL', 2],
      ['2004', 'PER', 1],
      ['2004', 'ZWE', 1],
    ]);
  });

  it('counts an entry under every arena of its object', async () => {
    const story = [launched, letter('2004-01-02'), submitted, endorsed('2004-01-31')];
    expect(await counts(story, { group: 'arena' })).toEqual([
      ['2004-01', 'imf', 2],
      ['2004-01', 'un-democracy-caucus', 4],
    ]);
    expect(await counts([endorsed('2004')], { group: 'arena' })).toEqual([['2004', null, 1]]);
  });

  it('counts by campaign', async () => {
    const ofOther = { ...endorsed('2004-01'), metadata: { campaignId: OTHER } };
    expect(await counts([letter('2004-01'), ofOther, ofOther], { group: 'campaign' })).toEqual([
      ['2004-01', CAMPAIGN, 1],
      ['2004-01', OTHER, 2],
    ]);
  });

  it('counts only what belongs to a campaign', async () => {
    const adopted = eventsOf('criteria-un-democracy-caucus')('CriteriaAdopted', { criteria: [], version: 1 }, '2004');
    expect(await counts([adopted])).toEqual([]);
    expect(await counts([{ ...adopted, metadata: { campaignId: CAMPAIGN } }])).toEqual([
      ['2004', 'CriteriaAdopted', 1],
    ]);
  });

  it('does not count what puts an entry right', async () => {
    const putRight = Object.keys(amendments).map((name) => proposal(name, {}, '2004'));
    expect(await counts([endorsed('2004'), ...putRight])).toEqual([['2004', 'StateEndorsed', 1]]);
  });

  it.each<[Query, number]>([
    [{ campaignId: CAMPAIGN }, 3],
    [{ campaignId: OTHER }, 1],
    [{ campaignId: [CAMPAIGN, OTHER] }, 4],
    [{ country: 'CHL' }, 2],
    [{ country: ['CHL', 'PER'] }, 3],
    [{ arena: 'imf' }, 0],
    [{ arena: 'un-democracy-caucus' }, 3],
    [{ type: 'StateEndorsed' }, 3],
    [{ type: 'proposal.ProposalSubmitted.v1' }, 1],
    [{ type: 'StateEndorsed', country: 'CHL', campaignId: CAMPAIGN }, 1],
  ])('of %j counts %i', async (query, count) => {
    const ofOther = { ...endorsed('2004'), stream: 'proposal-b' as const, metadata: { campaignId: OTHER } };
    const story = [submitted, endorsed('2004'), endorsed('2004', 'PER'), ofOther];
    const counted = (await counts(story, { by: 'year', ...query })) as [string, string, number][];
    expect(counted.reduce((sum, [, , of]) => sum + of, 0)).toBe(count);
  });
});

describe('Activity from a date to a date', () => {
  const dates = ['2003-12-31', '2004', '2004-01', '2004-01-01', '2004-01-31', '2004-02', '2004-02-29', '2004-12-31'];

  it.each<[Query, string[]]>([
    [{}, dates],
    [{ from: '2004' }, dates.slice(1)],
    [{ from: '2004-01-01' }, dates.slice(1)],
    [{ from: '2004-01-02' }, ['2004-01-31', '2004-02', '2004-02-29', '2004-12-31']],
    [{ from: '2004-02' }, ['2004-02', '2004-02-29', '2004-12-31']],
    [{ to: '2003' }, ['2003-12-31']],
    [{ to: '2004' }, dates],
    [{ to: '2004-12-30' }, dates.slice(0, -1).filter((date) => date !== '2004')],
    [{ to: '2004-01' }, ['2003-12-31', '2004-01', '2004-01-01', '2004-01-31']],
    [{ to: '2004-01-30' }, ['2003-12-31', '2004-01-01']],
    [{ to: '2004-02-28' }, ['2003-12-31', '2004-01', '2004-01-01', '2004-01-31']],
    [{ from: '2004-02', to: '2004-02' }, ['2004-02', '2004-02-29']],
    [{ from: '2004-02-29', to: '2004-02-29' }, ['2004-02-29']],
    [{ from: '2005', to: '2004' }, []],
  ])('%j counts what lies whole in it', async (query, counted) => {
    for (const date of dates)
      expect([date, await counts([letter(date)], { by: 'year', ...query })]).toEqual([
        date,
        counted.includes(date) ? [[date.slice(0, 4), 'ActionLogged', 1]] : [],
      ]);
  });

  it.each<[string, string | string[]]>([
    ['by', 'week'],
    ['by', ['month', 'year']],
    ['group', 'actor'],
    ['group', ['type', 'arena']],
    ['from', '2004-13'],
    ['from', 'yesterday'],
    ['to', '2004-02-30'],
    ['arena', 'moon'],
    ['on', '2004'],
  ])('refuses %s=%s', async (field, value) => {
    await expect(given(letter('2004')).get('activity', { [field]: value })).rejects.toMatchObject({
      errors: [{ field }],
    });
  });

  it('refuses the cursor of another list', async () => {
    const { next } = await given(letter('2003'), letter('2004')).get('activity', { limit: '1' });
    const cursor = Buffer.from(String(next), 'base64url').toString().replace('"2003"', '2003');
    await expect(
      given(letter('2004')).get('activity', { cursor: Buffer.from(cursor).toString('base64url') }),
    ).rejects.toMatchObject({ errors: [{ field: 'cursor' }] });
  });
});

describe('Activity of any entries', () => {
  const date = fc.constantFrom('2003', '2004', '2004-01', '2004-01-15', '2004-02-29', '2004-12', '2005-01-01');
  const country = fc.constantFrom('CHL', 'PER', 'ZWE');
  const entry = fc.oneof(
    fc.tuple(date, fc.uniqueArray(country)).map(([on, countries]) => letter(on, ...countries)),
    fc.tuple(date, country).map(([on, of]) => endorsed(on, of)),
    fc.tuple(date, country).map(([on, of]) => ({ ...endorsed(on, of), metadata: { campaignId: OTHER } })),
  );
  const stories = fc.array(entry, { maxLength: 40 });
  const groups = ['type', 'arena', 'country', 'campaign'];

  it('is by year the sum of its months and of what is known to the year', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.constantFrom(...groups), async (story, group) => {
        const byMonth = (await counts(story, { group, limit: '200' })) as [string, string | null, number][];
        const sums = new Map<string, number>();
        for (const [period, of, count] of byMonth) {
          const key = JSON.stringify([period.slice(0, 4), of]);
          sums.set(key, (sums.get(key) ?? 0) + count);
        }
        const byYear = (await counts(story, { group, by: 'year' })) as [string, string | null, number][];
        expect(byYear.map(([period, of, count]) => [JSON.stringify([period, of]), count]).toSorted()).toEqual(
          [...sums].toSorted(),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('counts every entry once by type and by campaign, and comes in pages that leave nothing out', async () => {
    await fc.assert(
      fc.asyncProperty(
        stories,
        fc.constantFrom(...groups),
        fc.integer({ min: 1, max: 5 }),
        async (story, group, limit) => {
          const projected = given(...story);
          const whole = await projected.items('activity', { group, limit: '200' });
          expect(await projected.paged('activity', { group }, limit)).toEqual(whole);
          if (group === 'type' || group === 'campaign')
            expect(whole.reduce((sum, { count }) => sum + Number(count), 0)).toBe(story.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('does not depend on the order in which they were recorded', async () => {
    const shuffled = stories.chain((story) =>
      fc.tuple(fc.constant(story), fc.shuffledSubarray(story, { minLength: story.length })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, fc.constantFrom(...groups), async ([story, other], group) => {
        expect(await counts(other, { group })).toEqual(await counts(story, { group }));
      }),
      { numRuns: 30 },
    );
  });
});
