import fc from 'fast-check';
import type { Answer, Receipt } from '../support/api-client.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { action, announce, endorse, hold, launch, request, submit } from '../support/sample-entries.js';
import { startEventStoreDb, type StartedEventStoreDb } from '../support/started-event-store-db.js';

const reason = 'The record says otherwise';

/** Something that a lead may do next, given what there is. */
type Move = (world: World) => Promise<Receipt>;

/** What was made so far, and the entries that can be amended. */
class World {
  readonly entries: string[] = [];
  campaign!: Receipt;
  proposal!: Receipt;
  ministerial!: Receipt;

  constructor(readonly server: RunningServer) {}

  async log(path: string, body: object): Promise<Receipt> {
    const receipt = await this.server.api.log(path, body);
    this.entries.push(...receipt.eventIds);
    return receipt;
  }

  async begin(): Promise<Receipt> {
    this.campaign = await this.log('campaigns', launch());
    this.proposal = await this.log('proposals', submit(this.campaign.id));
    this.ministerial = await this.log('ministerials', announce(this.campaign.id));
    return this.log(`ministerials/${this.ministerial.id}/open-invitations`, { occurredOn: '2006' });
  }

  /** An amendment may be refused: that, too, is traffic. */
  async amend(nth: number, verb: string, body: object): Promise<Receipt> {
    const entry = this.entries[nth % this.entries.length] ?? '';
    const answer = await this.server.api.post(`entries/${entry}/${verb}`, body);
    if (answer.status >= 500) throw new Error(`${verb}: ${String(answer.status)}`);
    return answer.status === 200
      ? (answer.body as Receipt)
      : this.log(`campaigns/${this.campaign.id}/log-action`, action());
  }
}

const date = fc.constantFrom('2000', '2001-05', '2003-09-23', '2004', '2007-11-14');
const country = fc.constantFrom('CHL', 'MLI', 'ZWE', 'POL');
const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.tuple(country, date).map(
    ([code, occurredOn]): Move =>
      (world) =>
        world.log(`proposals/${world.proposal.id}/endorse`, endorse({ country: code, occurredOn })),
  ),
  fc.tuple(country, date).map(
    ([code, occurredOn]): Move =>
      (world) =>
        world.log(`proposals/${world.proposal.id}/record-objection`, { country: code, occurredOn }),
  ),
  date.map(
    (occurredOn): Move =>
      (world) =>
        world.log(`campaigns/${world.campaign.id}/log-action`, action({ occurredOn })),
  ),
  fc.tuple(country, date).map(
    ([code, occurredOn]): Move =>
      (world) =>
        world.log(`ministerials/${world.ministerial.id}/invitations/${code}/decide`, {
          decision: 'observer',
          occurredOn,
        }),
  ),
  date.map((occurredOn): Move => async (world) => {
    const consultation = await world.log('consultations', request(world.campaign.id, { occurredOn }));
    return world.log(`consultations/${consultation.id}/hold`, hold({ occurredOn }));
  }),
  fc.tuple(fc.nat(1_000), date).map(
    ([nth, occurredOn]): Move =>
      (world) =>
        world.amend(nth, 'correct', { patch: { occurredOn, visibility: 'public' }, reason }),
  ),
  fc.nat(1_000).map(
    (nth): Move =>
      (world) =>
        world.amend(nth, 'retract', { reason }),
  ),
);

const lists = ({ campaign, proposal, ministerial }: World): string[] => [
  'campaigns',
  'proposals',
  'endorsement-board',
  'consultations',
  'ministerials',
  'audit/log?limit=20',
  `campaigns/${campaign.id}`,
  `campaigns/${campaign.id}/history`,
  `campaigns/${campaign.id}/history?order=occurredOn&limit=5`,
  `endorsement-board?campaignId=${campaign.id}&stance=endorsed`,
  `proposals/${proposal.id}`,
  `ministerials/${ministerial.id}/invitations`,
];

/** Lists that are also kept whole, in both formats. */
const wholeLists = ({ campaign, ministerial }: World): string[] =>
  [
    'campaigns?',
    'proposals?',
    'endorsement-board?',
    'consultations?',
    'ministerials?',
    'audit/log?',
    'activity?by=year&group=type&',
    `campaigns/${campaign.id}/history?order=occurredOn&`,
    `endorsement-board?campaignId=${campaign.id}&stance=endorsed&`,
    `ministerials/${ministerial.id}/invitations?`,
  ].flatMap((path) => [`${path}format=csv`, `${path}format=ndjson`]);

const and = (path: string, parameter: string): string => `${path}${path.includes('?') ? '&' : '?'}${parameter}`;
const withAsOf = (path: string, asOf: string): string => and(path, `asOf=${encodeURIComponent(asOf)}`);
const seen = ({ status, body }: Answer): string => JSON.stringify([status, status === 200 ? body : body.code]);
/** A whole list, and what its headers say of it. */
const seenWhole = ({ status, headers, body }: Answer): string =>
  [status, ...['demarche-position', 'demarche-as-of', 'content-type'].map((name) => headers.get(name)), body].join(
    '\n',
  );

/** Of the traffic, after so many entries all lists are kept whole. */
const WHOLE_EVERY = 5;

async function askAgainAsOfThen(world: World, traffic: readonly Move[]): Promise<void> {
  const { api } = world.server;
  const then: { path: string; position: string; answer: string; see: (answer: Answer) => string }[] = [];
  const keep = async ({ position }: Receipt): Promise<void> => {
    for (const path of lists(world)) {
      const answer = await api.get(and(path, `after=${position}`));
      then.push({ path, position: answer.body.position as string, answer: seen(answer), see: seen });
    }
  };
  const keepWhole = async ({ position }: Receipt): Promise<void> => {
    for (const path of wholeLists(world)) {
      const answer = await api.get(and(path, `after=${position}`));
      const shown = answer.headers.get('demarche-position') ?? '';
      then.push({ path, position: shown, answer: seenWhole(answer), see: seenWhole });
    }
  };
  let last = await world.begin();
  await keep(last);
  for (const [index, move] of traffic.entries()) {
    await keep((last = await move(world)));
    if (index % WHOLE_EVERY === 0) await keepWhole(last);
  }
  await keepWhole(last);
  for (const { path, position, answer, see } of then) {
    const again = await api.get(withAsOf(path, position));
    expect({ path, position, answer: see(again) }).toEqual({ path, position, answer });
  }
}

describe('as of a position, every read is answered byte for byte as it was answered then, and every whole list', () => {
  const traffic = fc.sample(fc.array(moves, { minLength: 14, maxLength: 14 }), { numRuns: 1, seed: 20261126 })[0] ?? [];

  it('on the embedded store', async () => {
    const server = await RunningServer.start();
    await askAgainAsOfThen(new World(server), traffic);
    await server.stop();
    removeFolder(server.folder);
  });

  it('on EventStoreDB', async () => {
    const database: StartedEventStoreDb = await startEventStoreDb();
    const server = await RunningServer.start({ env: { DEMARCHE_EVENT_STORE: database.connectionString } });
    await askAgainAsOfThen(new World(server), traffic);
    await server.stop();
    removeFolder(server.folder);
    await database.stop();
  });
});

describe('the past', () => {
  let server: RunningServer;
  let world: World;
  let first: Receipt;

  beforeAll(async () => {
    server = await RunningServer.start();
    world = new World(server);
    first = await world.begin();
  });

  afterAll(async () => {
    await server.stop();
    removeFolder(server.folder);
  });

  const get = (path: string) => server.api.get(path);

  it('knew nothing before the first entry', async () => {
    expect((await get('campaigns?asOf=1999-01-01T00:00:00Z')).body).toEqual({
      items: [],
      next: null,
      position: null,
      asOf: null,
    });
    expect(await get(`campaigns/${world.campaign.id}?asOf=1999-01-01T00:00:00Z`)).toMatchObject({
      status: 404,
      body: { code: 'campaign.unknown' },
    });
  });

  it.each([
    ['asOf=yesterday', 400, 'parameters.invalid'],
    ['asOf=2026-11-25', 400, 'parameters.invalid'],
    ['asOf=2026-11-25T10:00:00', 400, 'parameters.invalid'],
    ['asOf=2999-01-01T00:00:00Z', 400, 'parameters.invalid'],
    ['asOf=0123456789abcdef0123456789abcdef.0000000000000001', 400, 'position.foreign'],
    ['asOf=2026-11-25T10:00:00Z&asOf=2026-11-25T10:00:00Z', 400, 'parameters.invalid'],
    ['happenedBy=2004-13', 400, 'parameters.invalid'],
    ['asOf=2026-11-25T10:00:00Z&colour=red', 400, 'parameters.invalid'],
    ['after=0123456789abcdef0123456789abcdef.0000000000000001&happenedBy=2004', 400, 'position.foreign'],
  ])(
    'asked for by %s is refused with %d %s, as a page or whole, and nothing is written',
    async (query, status, code) => {
      const { position } = (await get('audit/log')).body;
      for (const format of ['', '&format=csv', '&format=ndjson']) {
        const { headers, ...answer } = await get(`campaigns?${query}${format}`);
        expect([answer.status, answer.body.code]).toEqual([status, code]);
        expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
      }
      expect((await get('audit/log')).body.position).toBe(position);
    },
  );

  it('cannot be asked for at a position that no event has yet', async () => {
    const later = first.position.replace(/.$/, (digit) => (digit === 'f' ? 'e' : 'f'));
    for (const format of ['', '&format=csv'])
      expect(await get(`campaigns?asOf=${later}${format}`)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'asOf' }] },
      });
  });

  it('can be asked for by an instant: all that was recorded by then', async () => {
    const now = await get('campaigns');
    const instant = encodeURIComponent(now.body.asOf as string);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await world.log(`campaigns/${world.campaign.id}/log-action`, action());
    expect((await get(`campaigns?asOf=${instant}`)).body).toEqual(now.body);
  });

  it('can be asked for by what had happened by a date, as known now or then', async () => {
    const proposal = await world.log('proposals', submit(world.campaign.id, { occurredOn: '2004-01-10' }));
    const endorsed = (change: object) => world.log(`proposals/${proposal.id}/endorse`, endorse(change));
    await endorsed({ country: 'CHL', occurredOn: '2004-02-01' });
    const known = await endorsed({ country: 'MLI', occurredOn: '2004' });
    const late = await endorsed({ country: 'ZWE', occurredOn: '2004-03' });
    const board = async (query: string, receipt = late) =>
      await server.api.read(
        `endorsement-board?proposalId=${proposal.id}&campaignId=${world.campaign.id}${query}`,
        receipt,
      );
    const countries = ({ items }: { items: { country: string }[] }) => items.map((item) => item.country);
    const then = await board('&happenedBy=2004-06');
    expect(countries(then)).toEqual(['CHL', 'ZWE']);
    expect(then.possibly).toMatchObject([{ eventId: known.eventIds[0], occurredOn: '2004' }]);
    expect(countries(await board('&happenedBy=2004'))).toEqual(['CHL', 'MLI', 'ZWE']);
    const before = await board(`&happenedBy=2004-06&asOf=${known.position}`, known);
    expect(countries(before)).toEqual(['CHL']);
    const whole = await get(`endorsement-board?proposalId=${proposal.id}&happenedBy=2004-06&format=ndjson`);
    const items = then.items as object[];
    expect(whole.body).toBe(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  });

  it('of one campaign is told while that of everything is still being made', async () => {
    await Promise.all(Array.from({ length: 400 }, () => world.log('campaigns', launch())));
    const { position } = await world.log('campaigns', launch());
    await server.api.get(`audit/log?after=${position}`);
    const told: string[] = [];
    const ask = async (what: string, path: string): Promise<void> => {
      const { status } = await get(path);
      told.push(`${what}: ${String(status)}`);
    };
    const everything = ask('everything', `campaigns?happenedBy=2004&asOf=${position}`);
    await ask('one campaign', `campaigns/${world.campaign.id}?asOf=${position}`);
    await ask('another', `campaigns/${world.campaign.id}/history?happenedBy=2004&asOf=${position}`);
    await everything;
    expect(told).toEqual(['one campaign: 200', 'another: 200', 'everything: 200']);
  });
});
