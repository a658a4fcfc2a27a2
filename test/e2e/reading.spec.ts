import { RunningServer, removeFolder } from '../support/running-server.js';
import { action, endorse, launch, submit } from '../support/sample-entries.js';

let server: RunningServer;
let campaignId: string;

beforeAll(async () => {
  server = await RunningServer.start();
  campaignId = (await server.api.log('campaigns', launch())).id;
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

describe('freshness', () => {
  it('stands on every answer, and `after` shows what was just written', async () => {
    const receipt = await server.api.log('proposals', submit(campaignId));
    for (const path of [
      'proposals',
      `proposals/${receipt.id}`,
      'campaigns',
      'audit/log',
      'endorsement-board',
      'criteria',
      'ministerials',
      'consultations',
    ]) {
      const answer = await server.api.read(path, receipt);
      expect([path, answer.position]).toEqual([path, receipt.position]);
      expect(answer.asOf).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
    }
  });

  it('that does not come in time is 503, to be tried again', async () => {
    const receipt = await server.api.log('campaigns', launch());
    const [log = ''] = receipt.position.split('.');
    const started = performance.now();
    const answer = await server.api.get(`campaigns?after=${log}.ffffffffffffffff`);
    expect([answer.status, answer.body.code]).toEqual([503, 'projection.behind']);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(performance.now() - started).toBeGreaterThan(4_900);
  });
});

describe('a list', () => {
  it('comes in pages that leave nothing out and repeat nothing, by a cursor that holds filter and order', async () => {
    const own = await server.api.log('campaigns', launch());
    const days = Array.from({ length: 25 }, (_, i) => `2004-01-${String(25 - i).padStart(2, '0')}`);
    let last = own;
    for (const occurredOn of ['2004', '2004-01', ...days])
      last = await server.api.log(`campaigns/${own.id}/log-action`, action({ occurredOn }));
    const seen: string[] = [];
    let page = await server.api.read(`campaigns/${own.id}/history?limit=7&order=occurredOn&type=ActionLogged`, last);
    for (;;) {
      seen.push(...page.items.map((item: { occurredOn: string }) => item.occurredOn));
      if (page.next === null) break;
      page = await server.api.read(`campaigns/${own.id}/history?limit=7&cursor=${String(page.next)}`);
    }
    expect(seen).toEqual(['2004', '2004-01', ...days.toSorted()]);
  });

  it('refuses a cursor under another filter', async () => {
    for (let i = 0; i < 3; i++) await server.api.log('proposals', submit(campaignId));
    const { next } = await server.api.read('proposals?limit=1&kind=joint-statement');
    const answer = await server.api.get(`proposals?limit=1&kind=reform&cursor=${String(next)}`);
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'cursor']);
    expect((await server.api.get(`proposals?limit=2&cursor=${String(next)}`)).status).toBe(200);
  });

  it('is filtered by a parameter, given more than once for "or"', async () => {
    const own = await server.api.log('campaigns', launch());
    const proposal = await server.api.log('proposals', submit(own.id, { kind: 'reform' }));
    let last = proposal;
    for (const country of ['CHL', 'CZE', 'FRA'])
      last = await server.api.log(`proposals/${proposal.id}/endorse`, endorse({ country }));
    const board = await server.api.read(`endorsement-board?campaignId=${own.id}&country=CHL&country=FRA`, last);
    expect(board.items.map((item: { country: string }) => item.country)).toEqual(['CHL', 'FRA']);
    const proposals = await server.api.read(
      `proposals?campaignId=${own.id}&country=CZE&status=submitted&kind=reform`,
      last,
    );
    expect(proposals.items).toHaveLength(1);
    expect((await server.api.read(`proposals?campaignId=${own.id}&country=USA`)).items).toEqual([]);
    const campaigns = await server.api.read(`campaigns?campaignId=${own.id}&arena=imf&status=running`, last);
    expect(campaigns.items).toHaveLength(1);
  });

  it('of everything recorded answers what evaluators ask first', async () => {
    const own = await server.api.log('campaigns', launch({ occurredOn: '2004-01-01' }));
    const last = await server.api.log(
      `campaigns/${own.id}/log-action`,
      action({ sources: [{ kind: 'own-observation', title: 'Notes' }] }),
    );
    const of = (query: string) => server.api.read(`audit/log?campaignId=${own.id}&${query}`, last);
    expect((await of('sourced=false')).items).toHaveLength(1);
    expect((await of('sourced=true')).items).toHaveLength(1);
    expect((await of('lateBy=365')).items).toHaveLength(2);
    expect((await of('actor=bootstrap&type=ActionLogged')).items).toHaveLength(1);
    expect((await of('type=campaign.CampaignLaunched.v1')).items).toHaveLength(1);
    expect((await of('from=2000-01-01&to=2000-12-31')).items).toEqual([]);
    expect((await of(`stream=campaign-${own.id}&from=2020-01-01T00:00:00%2B02:00`)).items).toHaveLength(2);
  });
});
