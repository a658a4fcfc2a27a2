import { RunningServer, removeFolder } from '../support/running-server.js';
import { announce, endorse, hold, launch, request, submit } from '../support/sample-entries.js';

let server: RunningServer;

beforeAll(async () => {
  server = await RunningServer.start();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

describe('a campaign lead logs the four defining entries', () => {
  it('and sees them as sentences with sources and actor, and where everything stands', async () => {
    const { api } = server;
    const campaign = await api.log('campaigns', launch());
    const proposal = await api.log('proposals', submit(campaign.id));
    await api.log(`proposals/${proposal.id}/endorse`, endorse());
    const consultation = await api.log('consultations', request(campaign.id));
    await api.log(`consultations/${consultation.id}/hold`, hold());
    const ministerial = await api.log('ministerials', announce(campaign.id));
    await api.log(`ministerials/${ministerial.id}/open-invitations`, { occurredOn: '2006-11' });
    await api.log(`ministerials/${ministerial.id}/invitations/VEN/record-advice`, {
      by: 'International Advisory Committee',
      recommendation: 'withheld',
      occurredOn: '2007',
    });
    const decided = await api.log(`ministerials/${ministerial.id}/invitations/VEN/decide`, {
      decision: 'observer',
      decidedBy: 'Convening Group',
      occurredOn: '2007',
    });

    const history = await api.read(`campaigns/${campaign.id}/history`, decided);
    expect(history.items.map((item: { sentence: string }) => item.sentence)).toEqual([
      expect.stringContaining('A permanent group of democracies at the UN'),
      'The proposal “Warsaw Declaration” was put to Governments at the Warsaw ministerial.',
      'Chile endorsed “Warsaw Declaration” (text 1, minister).',
      expect.stringContaining('Review of the transparency policy'),
      expect.stringContaining('Review of the transparency policy'),
      expect.stringContaining('Bamako'),
      expect.stringContaining('Bamako'),
      expect.stringContaining('Venezuela'),
      expect.stringMatching(/Venezuela.*Bamako/),
    ]);
    expect(history.items[2]).toMatchObject({
      type: 'proposal.StateEndorsed.v1',
      actor: 'bootstrap',
      occurredOn: '2000-06-27',
      sources: endorse().sources,
      visibility: 'members',
      data: { country: 'CHL', capacity: 'minister', version: 1 },
    });

    expect(await api.read(`campaigns/${campaign.id}`, decided)).toMatchObject({
      id: campaign.id,
      revision: 0,
      status: 'running',
      position: decided.position,
    });
    const board = await api.read(`endorsement-board?campaignId=${campaign.id}`, decided);
    expect(board.items).toEqual([
      expect.objectContaining({ country: 'CHL', stance: 'endorsed', version: 1, contested: false }),
    ]);
    expect(await api.read(`consultations/${consultation.id}`, decided)).toMatchObject({
      status: 'held',
      topics: ['Transparency policy'],
    });
    const invitations = await api.read(`ministerials/${ministerial.id}/invitations`, decided);
    expect(invitations.items).toEqual([
      expect.objectContaining({
        id: `${ministerial.id}-VEN`,
        country: 'VEN',
        edition: 4,
        considered: false,
        advice: expect.objectContaining({ recommendation: 'withheld' }) as object,
        decision: expect.objectContaining({ decision: 'observer', inputsConsidered: null }) as object,
        differs: true,
        contested: false,
      }),
    ]);
  });
});

describe('the receipt', () => {
  it('tells what was created, where, and at which revision', async () => {
    const answer = await server.api.post('campaigns', launch());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/campaigns/${String(answer.body.id)}`);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      revision: 0,
      position: expect.stringMatching(/^[0-9a-f]{32}\.[0-9a-f]{16}$/) as string,
      eventIds: [expect.stringMatching(/^[0-9a-f-]{36}$/) as string],
    });
  });

  it('takes an id that the sender chose, once', async () => {
    const id = '0b0e1d5e-52a2-5d0e-9c5a-0a8c6a3b7f10';
    expect((await server.api.log('campaigns', launch({ id }))).id).toBe(id);
    const again = await server.api.post('campaigns', launch({ id }));
    expect([again.status, again.body.code]).toEqual([422, 'campaign.exists']);
  });

  it('of a command that changes nothing has no event ids', async () => {
    const campaign = await server.api.log('campaigns', launch());
    const proposal = await server.api.log('proposals', submit(campaign.id));
    const first = await server.api.log(`proposals/${proposal.id}/endorse`, endorse());
    const second = await server.api.log(`proposals/${proposal.id}/endorse`, endorse());
    expect(second).toMatchObject({ revision: first.revision, eventIds: [] });
    expect(second.position >= first.position).toBe(true);
  });
});

describe('sending again', () => {
  it('with the same Idempotency-Key has one effect and the first answer, whatever If-Match says by then', async () => {
    const campaign = await server.api.log('campaigns', launch());
    const proposal = await server.api.log('proposals', submit(campaign.id));
    const key = { 'idempotency-key': 'endorse-1' };
    const first = await server.api.post(`proposals/${proposal.id}/endorse`, endorse(), { ...key, 'if-match': '"0"' });
    await server.api.log(`proposals/${proposal.id}/endorse`, endorse({ country: 'CZE' }));
    const again = await server.api.post(`proposals/${proposal.id}/endorse`, endorse(), { ...key, 'if-match': '"0"' });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toMatchObject({ ...first.body, position: expect.any(String) as string });
    const other = await server.api.post(`proposals/${proposal.id}/endorse`, endorse({ capacity: 'expert' }), key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.key-reused']);
    const history = await server.api.read(`campaigns/${campaign.id}/history?type=StateEndorsed`, again.body);
    expect(history.items).toHaveLength(2);
  });

  it('creates once', async () => {
    const key = { 'idempotency-key': 'launch-1' };
    const [first, again] = [
      await server.api.post('campaigns', launch(), key),
      await server.api.post('campaigns', launch(), key),
    ];
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
  });

  it('at the same time has one effect too', async () => {
    const campaign = await server.api.log('campaigns', launch());
    const action = { kind: 'letter', level: 'global', summary: 'A letter', occurredOn: '2003' };
    const key = { 'idempotency-key': 'letter-1' };
    const receipts = await Promise.all(
      Array.from({ length: 8 }, () => server.api.log(`campaigns/${campaign.id}/log-action`, action, key)),
    );
    expect(new Set(receipts.map(({ eventIds }) => eventIds[0])).size).toBe(1);
    expect(new Set(receipts.map(({ revision }) => revision))).toEqual(new Set([1]));
  });
});

describe('If-Match', () => {
  it('of another revision is refused with the present one, and nothing is written', async () => {
    const campaign = await server.api.log('campaigns', launch());
    const stale = await server.api.post(
      `campaigns/${campaign.id}/pause`,
      { reason: 'No funds', occurredOn: '2004' },
      { 'if-match': '"7"' },
    );
    expect([stale.status, stale.body.revision]).toEqual([412, 0]);
    const present = await server.api.get(`campaigns/${campaign.id}?after=${campaign.position}`);
    expect(present.headers.get('etag')).toBe('"0"');
    const fresh = await server.api.post(
      `campaigns/${campaign.id}/pause`,
      { reason: 'No funds', occurredOn: '2004' },
      { 'if-match': '"0"' },
    );
    expect([fresh.status, fresh.body.revision]).toEqual([200, 1]);
  });
});
