import { campaignEvents } from '../../src/campaigns/campaign/campaign.events.js';
import { CAMPAIGN, eventsOf, readModel, type Given } from '../../test/support/projected.js';
import { campaignOverview } from './campaign-overview.projection.js';
import { campaignOverviewRoutes } from './campaign-overview.routes.js';

const given = readModel({ projection: campaignOverview, routes: campaignOverviewRoutes, events: [campaignEvents] });
const campaign = eventsOf(`campaign-${CAMPAIGN}`);
const launch = {
  title: 'A caucus that lasts',
  objective: 'A permanent group',
  arenas: ['un-democracy-caucus', 'imf'],
  levels: ['national', 'global'],
  leads: ['lead-2', 'lead-1'],
};
const launched = campaign('CampaignLaunched', launch, '2004-01');
const action = (kind: string, occurredOn: string, summary = 'We wrote') =>
  campaign('ActionLogged', { kind, level: 'global', summary }, occurredOn);

describe('The list of campaigns', () => {
  const harare = { title: 'Harare', objective: 'A hearing', arenas: ['imf'], levels: ['regional'], countries: ['ZWE'] };
  const other = eventsOf('campaign-other');
  const story = [
    launched,
    other('CampaignLaunched', { ...harare, leads: ['lead-1'] }),
    other('CampaignConcluded', { achievement: 'achieved', assessment: 'Heard' }),
    action('letter', '2004'),
  ];
  const titles = async (query: Record<string, string | string[]>) =>
    (await given(...story).items('campaigns', query)).map(({ title }) => title);

  it.each([
    [{}, [launch.title, 'Harare']],
    [{ campaignId: 'other' }, ['Harare']],
    [{ country: 'ZWE' }, ['Harare']],
    [{ country: 'CHL' }, []],
    [{ arena: 'un-democracy-caucus' }, [launch.title]],
    [{ arena: 'imf' }, [launch.title, 'Harare']],
    [{ level: 'regional' }, ['Harare']],
    [{ status: 'running' }, [launch.title]],
    [{ status: 'concluded' }, ['Harare']],
    [{ achievement: 'achieved' }, ['Harare']],
  ])('asked for %j, shows %j', async (query, expected) => {
    expect(await titles(query as Record<string, string>)).toEqual(expected);
  });

  it('keeps what belongs to each apart', async () => {
    const [first, second] = await given(...story).items('campaigns');
    expect(first).toMatchObject({ leads: ['lead-1', 'lead-2'], counts: { actions: { total: 1 } }, conclusion: null });
    expect(second).toMatchObject({ leads: ['lead-1'], counts: { actions: { total: 0 } }, objective: 'A hearing' });
  });
});

describe('A campaign some of whose entries are missing', () => {
  const id = '40000000-0000-4000-8000-000000000001';
  const afterAll = (...told: Given[]) => given(...told).get(`campaigns/${CAMPAIGN}`);

  it('shows what is known of it', async () => {
    expect(await afterAll(action('letter', '2004'))).toMatchObject({
      title: null,
      objective: null,
      arenas: null,
      launchedOn: null,
      leads: [],
      counts: { actions: { total: 1 } },
    });
    const moved = campaign('MilestoneRescheduled', { milestoneId: id, dueOn: '2005' });
    expect(await afterAll(moved)).toMatchObject({ milestones: [{ title: null, dueOn: '2005', status: 'planned' }] });
  });

  it('has no next step open that is known to be done', async () => {
    const done = campaign('NextStepCompleted', { stepId: id }, '2004-05');
    const brought = campaign(
      'ActionLogged',
      { kind: 'call', level: 'global', summary: 'We called', nextSteps: [{ what: 'Write', stepId: id }] },
      '2004',
    );
    expect(await afterAll(done)).toMatchObject({ openNextSteps: [] });
    expect(await afterAll(done, brought)).toMatchObject({ openNextSteps: [] });
    expect(await afterAll(brought)).toMatchObject({ openNextSteps: [{ what: 'Write' }] });
  });

  it('keeps the first of two milestones, outcomes or next steps of one id', async () => {
    const planned = (title: string) => campaign('MilestonePlanned', { milestoneId: id, title, dueOn: '2005' });
    const changed = (change: string) => campaign('OutcomeRecorded', { outcomeId: id, change, direction: 'progress' });
    const brought = (what: string) =>
      campaign('ActionLogged', {
        kind: 'call',
        level: 'global',
        summary: 'We called',
        nextSteps: [{ what, stepId: id }],
      });
    const answer = await afterAll(
      ...['The first', 'The second'].flatMap((of) => [planned(of), changed(of), brought(of)]),
    );
    expect(answer).toMatchObject({
      milestones: [{ title: 'The first', earlierDates: [] }],
      outcomes: [{ change: 'The first' }],
      openNextSteps: [{ what: 'The first' }],
      counts: { outcomes: { progress: 1 } },
    });
  });
});

describe('A campaign of many actions', () => {
  it('keeps its own row small', async () => {
    const long = 'x'.repeat(20_000);
    const actions = Array.from({ length: 300 }, (_, index) => action('letter', '2004', `${long}${String(index)}`));
    const revised = campaign(
      'ObjectiveRevised',
      { objective: long },
      { occurredOn: '2005', reason: 'The vote was near' },
    );
    const [row] = await given(launched, revised, ...actions).rows('campaign');
    expect(row).toMatchObject({ actions: { letter: 300 }, revision: 301 });
    expect(JSON.stringify(row).length).toBeLessThan(1_000);
  });
});
