import { campaignEvents } from '../../src/campaigns/campaign/campaign.events.js';
import { partIdOf } from '../../src/event-sourcing/ids.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, positionOf, readModel, type Given } from '../../test/support/projected.js';
import { campaignOverview } from './campaign-overview.projection.js';
import { campaignOverviewRoutes } from './campaign-overview.routes.js';

const given = readModel({ projection: campaignOverview, routes: campaignOverviewRoutes, events: [campaignEvents] });
const MILESTONE = '40000000-0000-4000-8000-000000000001';
const OUTCOME = '70000000-0000-4000-8000-000000000001';
const STEP = '50000000-0000-4000-8000-000000000001';
const campaign = eventsOf(`campaign-${CAMPAIGN}`);
const path = `campaigns/${CAMPAIGN}`;

const launch = {
  title: 'A caucus that lasts',
  objective: 'A permanent group',
  arenas: ['un-democracy-caucus', 'imf'],
  levels: ['national', 'global'],
  leads: ['lead-2', 'lead-1'],
};
const launched = campaign('CampaignLaunched', launch, '2004-01');
const because = (occurredOn: string) => ({ occurredOn, reason: 'The vote was near' });
const action = (kind: string, occurredOn: string, more: object = {}) =>
  campaign('ActionLogged', { kind, level: 'global', summary: 'We wrote', ...more }, occurredOn);

const afterAll = (...told: Given[]) => given(launched, ...told).get(path);

describe('A campaign', () => {
  it('is shown as launched: counted is nothing, and all else is unknown', async () => {
    expect(await afterAll()).toEqual({
      id: CAMPAIGN,
      revision: 0,
      campaignId: CAMPAIGN,
      ...launch,
      countries: null,
      leads: ['lead-1', 'lead-2'],
      earlierObjectives: [],
      launchedOn: '2004-01',
      status: 'running',
      partners: [],
      strategies: [],
      milestones: [],
      outcomes: [],
      conclusion: null,
      counts: {
        actions: {
          total: 0,
          byKind: {
            meeting: 0,
            letter: 0,
            call: 0,
            statement: 0,
            briefing: 0,
            testimony: 0,
            press: 0,
            demonstration: 0,
            training: 0,
            research: 0,
            other: 0,
          },
        },
        developments: 0,
        outcomes: { progress: 0, setback: 0 },
      },
      openNextSteps: [],
      lastActionOn: null,
      position: positionOf(0),
      asOf: '2026-11-25T10:00:00.000Z',
    });
  });

  it('pursues the objective last set, and shows those before in the order of history', async () => {
    const revised = (objective: string, on: string) => campaign('ObjectiveRevised', { objective }, because(on));
    expect(await afterAll(revised('Rules of procedure', '2005'), revised('A meeting', '2004-06'))).toMatchObject({
      objective: 'Rules of procedure',
      earlierObjectives: [
        { objective: 'A permanent group', occurredOn: '2004-01', reason: null },
        { objective: 'A meeting', occurredOn: '2004-06', reason: 'The vote was near' },
      ],
    });
  });

  it('has one strategy at each level: the one last adopted', async () => {
    const adopted = (level: string, goals: string, on: string) =>
      campaign('StrategyAdopted', { level, goals, tactics: 'Letters' }, on);
    const answer = await afterAll(
      adopted('global', 'A group', '2004'),
      adopted('global', 'Rules', '2005'),
      adopted('national', 'Support', '2004'),
      adopted('global', 'Told late', '2003'),
    );
    expect(answer['strategies']).toEqual([
      { level: 'national', goals: 'Support', tactics: 'Letters', occurredOn: '2004' },
      { level: 'global', goals: 'Rules', tactics: 'Letters', occurredOn: '2005' },
    ]);
  });

  it('is led by those who were appointed and not relieved since', async () => {
    const answer = await afterAll(
      campaign('LeadAppointed', { userId: 'lead-3' }, '2004-04'),
      campaign('LeadRelieved', { userId: 'lead-1' }, '2004-05'),
      campaign('LeadRelieved', { userId: 'lead-3' }, '2004-03'),
    );
    expect(answer['leads']).toEqual(['lead-2', 'lead-3']);
  });

  it('has the partners who joined and have not left since', async () => {
    const answer = await afterAll(
      campaign('PartnerJoined', { organisation: 'ZCTU' }, '2004-02'),
      campaign('PartnerJoined', { organisation: 'Freedom House', role: 'Research' }, '2004-03'),
      campaign('PartnerLeft', { organisation: 'ZCTU' }, because('2004-06')),
    );
    expect(answer['partners']).toEqual([{ organisation: 'Freedom House', role: 'Research', occurredOn: '2004-03' }]);
  });

  it('has milestones by when they are due, each reached or missed for good', async () => {
    const answer = await afterAll(
      campaign('MilestonePlanned', { title: 'Adopted', dueOn: '2005' }, '2004-02'),
      campaign('MilestonePlanned', { milestoneId: MILESTONE, title: 'Tabled', dueOn: '2004-09' }, '2004-03'),
      campaign('MilestoneRescheduled', { milestoneId: MILESTONE, dueOn: '2004-10' }, because('2004-08')),
      campaign('MilestoneReached', { milestoneId: MILESTONE, evidence: 'The record' }, '2004-10-05'),
    );
    expect(answer['milestones']).toEqual([
      {
        milestoneId: MILESTONE,
        title: 'Tabled',
        dueOn: '2004-10',
        earlierDates: [{ dueOn: '2004-09', occurredOn: '2004-03', reason: null }],
        status: 'reached',
        occurredOn: '2004-10-05',
        evidence: 'The record',
        reason: null,
        contested: false,
      },
      {
        milestoneId: eventId(1),
        title: 'Adopted',
        dueOn: '2005',
        earlierDates: [],
        status: 'planned',
        occurredOn: null,
        evidence: null,
        reason: null,
        contested: false,
      },
    ]);
  });

  it('says why a milestone was missed', async () => {
    const planned = campaign('MilestonePlanned', { milestoneId: MILESTONE, title: 'Tabled', dueOn: '2004-09' });
    const missed = campaign('MilestoneMissed', { milestoneId: MILESTONE }, because('2004-10'));
    expect(await afterAll(planned, missed)).toMatchObject({
      milestones: [{ status: 'missed', occurredOn: '2004-10', reason: 'The vote was near', evidence: null }],
    });
  });

  it('has a milestone contested where one source says that it was reached, and another that it was missed', async () => {
    const planned = campaign('MilestonePlanned', { milestoneId: MILESTONE, title: 'Tabled', dueOn: '2004-09' });
    const on = (title: string) => ({ occurredOn: '2004-10', sources: [{ kind: 'media', title }] });
    const reached = campaign('MilestoneReached', { milestoneId: MILESTONE, evidence: 'The record' }, on('The record'));
    const missed = campaign('MilestoneMissed', { milestoneId: MILESTONE }, { ...on('A letter'), reason: 'No time' });
    const again = campaign('MilestoneReached', { milestoneId: MILESTONE, evidence: 'The press' }, on('The press'));
    expect(await afterAll(planned, missed, reached)).toMatchObject({
      milestones: [
        {
          status: 'reached',
          contested: true,
          rivals: [
            { status: 'missed', ...on('A letter'), eventId: eventId(2) },
            { status: 'reached', ...on('The record'), eventId: eventId(3) },
          ],
        },
      ],
    });
    expect(await afterAll(planned, reached, again)).toMatchObject({ milestones: [{ contested: false }] });
  });

  it('has a verdict on an outcome contested where sources disagree on what a party says', async () => {
    const recorded = campaign('OutcomeRecorded', { outcomeId: OUTCOME, change: 'A speech', direction: 'progress' });
    const says = (verdict: string, title: string) =>
      campaign(
        'OutcomeSubstantiated',
        { outcomeId: OUTCOME, by: { country: 'PER' }, independent: true, verdict, comment: title },
        { occurredOn: '2005', sources: [{ kind: 'media', title }] },
      );
    expect(await afterAll(recorded, says('agrees', 'A letter'), says('disagrees', 'The press'))).toMatchObject({
      outcomes: [
        {
          substantiations: [
            { verdict: 'disagrees', contested: true, rivals: [{ verdict: 'agrees' }, { verdict: 'disagrees' }] },
          ],
        },
      ],
    });
    expect(await afterAll(recorded, says('agrees', 'A letter'), says('agrees', 'The press'))).toMatchObject({
      outcomes: [{ substantiations: [{ contested: false }] }],
    });
  });

  it('has outcomes in the order of history, each with what each party says of it now', async () => {
    const outcome = {
      actor: { country: 'CHL' },
      change: 'It speaks of a group',
      kind: 'discourse',
      significance: 'New',
    };
    const says = (by: object, verdict: string, on: string, more: object = {}) =>
      campaign('OutcomeSubstantiated', { outcomeId: OUTCOME, by, independent: true, verdict, ...more }, on);
    const answer = await afterAll(
      campaign(
        'OutcomeRecorded',
        { outcomeId: OUTCOME, ...outcome, direction: 'progress', contribution: 'Ours' },
        '2005',
      ),
      campaign('OutcomeRecorded', { ...outcome, direction: 'setback' }, '2004-06'),
      says({ country: 'PER', office: 'Mission' }, 'agrees', '2006', { comment: 'It was there' }),
      says({ office: 'Mission', country: 'PER' }, 'disagrees', '2005'),
      says({ country: 'PER' }, 'agrees-in-part', '2005'),
    );
    expect(answer).toMatchObject({ counts: { outcomes: { progress: 1, setback: 1 } } });
    expect(answer['outcomes']).toEqual([
      expect.objectContaining({ outcomeId: eventId(2), direction: 'setback', substantiations: [] }),
      {
        outcomeId: OUTCOME,
        ...outcome,
        direction: 'progress',
        contribution: 'Ours',
        otherFactors: null,
        regarding: null,
        occurredOn: '2005',
        substantiations: [
          {
            by: { country: 'PER' },
            independent: true,
            verdict: 'agrees-in-part',
            comment: null,
            occurredOn: '2005',
            contested: false,
          },
          {
            by: { country: 'PER', office: 'Mission' },
            independent: true,
            verdict: 'agrees',
            comment: 'It was there',
            occurredOn: '2006',
            contested: false,
          },
        ],
      },
    ]);
  });

  it('counts its actions by kind, and what others did apart from them', async () => {
    const answer = await afterAll(
      action('letter', '2004-05'),
      action('letter', '2004-07-02'),
      action('call', '2004-07'),
      campaign('DevelopmentRecorded', { summary: 'A new minister' }, '2005'),
    );
    expect(answer).toMatchObject({
      counts: { actions: { total: 3, byKind: { letter: 2, call: 1, meeting: 0 } }, developments: 1 },
      lastActionOn: '2004-07-02',
    });
  });

  it('has the next steps that are not done, those due first before those due on no known day', async () => {
    const nextSteps = [
      { what: 'Call some day' },
      { what: 'Write', dueOn: '2004-09', assignee: 'lead-1' },
      { what: 'Meet', dueOn: '2004-08', stepId: STEP },
    ];
    const acted = action('meeting', '2004-07', { nextSteps });
    const write = partIdOf(eventId(1), '/nextSteps/1');
    const answer = await afterAll(acted);
    expect(answer['openNextSteps']).toEqual([
      { stepId: STEP, what: 'Meet', dueOn: '2004-08', assignee: null, eventId: eventId(1), occurredOn: '2004-07' },
      {
        stepId: write,
        what: 'Write',
        dueOn: '2004-09',
        assignee: 'lead-1',
        eventId: eventId(1),
        occurredOn: '2004-07',
      },
      expect.objectContaining({ what: 'Call some day', dueOn: null }),
    ]);
    const done = await afterAll(acted, campaign('NextStepCompleted', { stepId: write }, '2004-08'));
    expect((done['openNextSteps'] as { what: string }[]).map(({ what }) => what)).toEqual(['Meet', 'Call some day']);
  });

  it('is paused and resumed, also where the pause is told of last', async () => {
    const paused = campaign('CampaignPaused', {}, because('2004-05'));
    const resumed = campaign('CampaignResumed', {}, because('2004-08'));
    expect(await afterAll(paused)).toMatchObject({ status: 'paused' });
    expect(await afterAll(paused, resumed)).toMatchObject({ status: 'running' });
    expect(await afterAll(resumed, paused)).toMatchObject({ status: 'running' });
  });

  it('is concluded, with what came of it, until it is reopened', async () => {
    const assessed = { achievement: 'partly-achieved', assessment: 'A group, no rules', lessons: 'Ask sooner' };
    const concluded = campaign('CampaignConcluded', assessed, '2006');
    expect(await afterAll(concluded)).toMatchObject({
      status: 'concluded',
      conclusion: { ...assessed, assessedBy: null, independent: null, occurredOn: '2006' },
    });
    expect(await afterAll(concluded, campaign('CampaignReopened', {}, because('2007')))).toMatchObject({
      status: 'running',
      conclusion: null,
    });
  });

  it('is unknown where none was launched', async () => {
    await expect(given(launched).get('campaigns/other')).rejects.toMatchObject({ code: 'campaign.unknown' });
  });
});
