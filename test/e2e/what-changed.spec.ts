import type { Receipt } from '../support/api-client.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { announce, endorse, launch, submit } from '../support/sample-entries.js';

let server: RunningServer;
let campaign: Receipt;
let invited: string;
let advised: Receipt;
let decided: Receipt;
let corrected: Receipt;
let endorsed: Receipt;
const reason = 'The minutes say otherwise';
const source = { kind: 'official-record', title: 'Minutes' };

beforeAll(async () => {
  server = await RunningServer.start();
  const { api } = server;
  campaign = await api.log('campaigns', launch());
  const ministerial = await api.log('ministerials', announce(campaign.id));
  await api.log(`ministerials/${ministerial.id}/open-invitations`, { occurredOn: '2006' });
  invited = `ministerials/${ministerial.id}/invitations/VEN`;
  advised = await api.log(`${invited}/record-advice`, {
    by: 'Committee',
    recommendation: 'withheld',
    occurredOn: '2007-02',
  });
  decided = await api.log(`${invited}/decide`, { decision: 'observer', occurredOn: '2007-03', sources: [source] });
  corrected = await api.log(`entries/${decided.eventIds[0] ?? ''}/correct`, {
    patch: { decision: 'participant' },
    reason,
  });
  const proposal = await api.log('proposals', submit(campaign.id));
  endorsed = await api.log(`proposals/${proposal.id}/endorse`, endorse());
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const changes = async (path: string, from?: Receipt, to?: Receipt) => {
  const query = [...(from ? [`from=${from.position}`] : []), ...(to ? [`to=${to.position}`] : [])].join('&');
  return (await server.api.read(`${path}/changes?${query}`)).items as Record<string, unknown>[];
};

describe('what changed in an object between two moments', () => {
  it('is told field by field, each with the entries that made it', async () => {
    const stream = `invitation-${invited.split('/')[1] ?? ''}-VEN`;
    expect(await changes(invited, advised, decided)).toEqual([
      { object: stream, field: 'decision.decision', before: null, after: 'observer', eventIds: decided.eventIds },
      { object: stream, field: 'decision.occurredOn', before: null, after: '2007-03', eventIds: decided.eventIds },
      { object: stream, field: 'differs', before: null, after: true, eventIds: decided.eventIds },
    ]);
    expect(await changes(invited, decided, endorsed)).toEqual([
      {
        object: stream,
        field: 'decision.decision',
        before: 'observer',
        after: 'participant',
        eventIds: corrected.eventIds,
      },
    ]);
  });

  it('names every entry that changed it on the way', async () => {
    expect(
      (await changes(invited, advised, endorsed)).find(({ field }) => field === 'decision.decision'),
    ).toMatchObject({
      before: null,
      after: 'participant',
      eventIds: [...decided.eventIds, ...corrected.eventIds],
    });
  });

  it('is everything from the beginning until now, unless said otherwise, and nothing between a moment and itself', async () => {
    expect((await changes(invited)).map(({ field }) => field)).toContain('advice.recommendation');
    expect(await changes(invited, decided, decided)).toEqual([]);
  });
});

describe('what changed in a campaign', () => {
  it('is told over every object of it, and over the cells of the board', async () => {
    const objects = (await changes(`campaigns/${campaign.id}`, corrected)).map(({ object }) => object);
    const proposal = endorsed.id;
    expect(new Set(objects)).toEqual(new Set([`proposal-${proposal}`, `endorsement-board/${proposal}.1.CHL`]));
  });

  it('is told for the board alone, too', async () => {
    const items = (
      await server.api.read(`endorsement-board/changes?campaignId=${campaign.id}&from=${corrected.position}`)
    ).items;
    expect(items.find(({ field }: { field: string }) => field === 'stance')).toMatchObject({
      object: `endorsement-board/${endorsed.id}.1.CHL`,
      before: null,
      after: 'endorsed',
      eventIds: endorsed.eventIds,
    });
  });

  it.each([
    ['from=yesterday', 'from'],
    ['from=2999-01-01T00:00:00Z', 'from'],
    ['colour=red', 'colour'],
  ])('cannot be asked with %s', async (query, field) => {
    const answer = await server.api.get(`campaigns/${campaign.id}/changes?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'parameters.invalid', errors: [{ field }] } });
  });

  it('cannot be asked backwards, or of what is not there', async () => {
    const backwards = `from=${endorsed.position}&to=${decided.position}`;
    const answer = await server.api.get(`campaigns/${campaign.id}/changes?${backwards}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'from' }] } });
    for (const path of ['campaigns', 'proposals', 'consultations'])
      expect(await server.api.get(`${path}/00000000-0000-4000-8000-000000000000/changes`)).toMatchObject({
        status: 404,
      });
  });
});

describe('a moment that makes no sense', () => {
  const FOREIGN = '0123456789abcdef0123456789abcdef.0000000000000001';
  const before = (of: string) => `${of}=1999-01-01T00:00:00Z`;

  it.each([
    ['changes', 'from=yesterday', 400, 'parameters.invalid'],
    ['changes', 'to=2999-01-01T00:00:00Z', 400, 'parameters.invalid'],
    ['changes', `from=${FOREIGN}`, 400, 'position.foreign'],
    ['changes', `to=${FOREIGN}`, 400, 'position.foreign'],
    ['changes', `${before('to')}&${before('to')}`, 400, 'parameters.invalid'],
    ['changes', 'from=2001-01-01T00:00:00Z&to=2000-01-01T00:00:00Z', 400, 'parameters.invalid'],
    ['changes', before('to'), 404, 'campaign.unknown'],
    ['explain', 'asOf=2004', 400, 'parameters.invalid'],
    ['explain', 'asOf=2999-01-01T00:00:00Z', 400, 'parameters.invalid'],
    ['explain', `asOf=${FOREIGN}`, 400, 'position.foreign'],
    ['explain', before('asOf'), 404, 'campaign.unknown'],
    ['explain', `${before('asOf')}&happenedBy=2004`, 400, 'parameters.invalid'],
  ])('in %s?%s is answered with %d %s, and nothing is written', async (question, query, status, code) => {
    const { position } = await server.api.read('audit/log');
    const answer = await server.api.get(`campaigns/${campaign.id}/${question}?${query}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await server.api.read('audit/log')).position).toBe(position);
  });
});

describe('why a value is shown', () => {
  it('is told by the entry, actor, sources and reason behind it, and what it replaced, back to the first', async () => {
    const { fields, id, revision } = await server.api.read(`${invited}/explain`);
    expect([id, revision]).toEqual([`${invited.split('/')[1] ?? ''}-VEN`, 2]);
    expect(fields.find(({ field }: { field: string }) => field === 'decision.decision')).toMatchObject({
      value: 'participant',
      setBy: {
        eventId: corrected.eventIds[0],
        amends: decided.eventIds[0],
        actor: 'bootstrap',
        reason,
        sources: null,
        sentence: expect.stringMatching(/^Corrected: .*participant.* It had read: .*observer/),
      },
      replaced: [
        { value: 'observer', setBy: { eventId: decided.eventIds[0], sources: [source], occurredOn: '2007-03' } },
      ],
    });
    expect(fields.find(({ field }: { field: string }) => field === 'advice.recommendation')).toMatchObject({
      value: 'withheld',
      setBy: { eventId: advised.eventIds[0], sentence: expect.stringContaining('Venezuela') },
      replaced: [],
    });
  });

  it('can be asked as of then', async () => {
    const { fields } = await server.api.read(`${invited}/explain?asOf=${decided.position}`);
    expect(fields.find(({ field }: { field: string }) => field === 'decision.decision')).toMatchObject({
      value: 'observer',
      replaced: [],
    });
  });

  it('explains every value of campaigns, proposals and consultations, and nothing else', async () => {
    for (const path of [`campaigns/${campaign.id}`, `proposals/${endorsed.id}`]) {
      const shown = await server.api.read(path);
      const { fields } = await server.api.read(`${path}/explain`);
      for (const { field, value, setBy } of fields) {
        expect(setBy).toMatchObject({ eventId: expect.any(String), actor: 'bootstrap' });
        expect(
          field.split('.').reduce((within: Record<string, unknown>, name: string) => within[name] as never, shown),
        ).toEqual(value);
      }
      expect(fields.length).toBeGreaterThan(8);
    }
    expect(await server.api.get(`proposals/${campaign.id}/explain`)).toMatchObject({ status: 404 });
  });
});
