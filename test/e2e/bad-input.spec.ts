import { RunningServer, removeFolder } from '../support/running-server.js';
import { action, announce, endorse, launch, request, submit } from '../support/sample-entries.js';

let server: RunningServer;
let campaignId: string;
let proposalId: string;
let head: string;

beforeAll(async () => {
  server = await RunningServer.start({ env: { DEMARCHE_LOG_LEVEL: 'debug' } });
  campaignId = (await server.api.log('campaigns', launch())).id;
  const proposal = await server.api.log('proposals', submit(campaignId));
  proposalId = proposal.id;
  head = proposal.position;
});

afterAll(async () => {
  const answer = await server.api.get(`audit/log?after=${head}`);
  await server.stop();
  removeFolder(server.folder);
  expect(answer.body.position).toBe(head);
});

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const SECRET = 'nobody-may-read-this-in-a-log';

describe('a body that is not well-formed', () => {
  const cases: [string, () => Promise<{ status: number; body: { errors?: { field: string }[] } }>, string[]][] = [
    ['unknown fields', () => server.api.post('campaigns', launch({ colour: 'red' })), ['colour']],
    ['wrong types', () => server.api.post('campaigns', launch({ title: 7, arenas: 'imf' })), ['arenas', 'title']],
    [
      'a title of 10,000 characters',
      () => server.api.post('campaigns', launch({ title: 'a'.repeat(10_000) })),
      ['title'],
    ],
    ['control characters', () => server.api.post('campaigns', launch({ title: 'a\u0000b' })), ['title']],
    ['an unpaired surrogate', () => server.api.post('campaigns', launch({ title: 'a\ud800' })), ['title']],
    [
      'a date that does not exist',
      () => server.api.post('campaigns', launch({ occurredOn: '2003-02-29' })),
      ['occurredOn'],
    ],
    ['a date in the future', () => server.api.post('campaigns', launch({ occurredOn: '2999' })), ['occurredOn']],
    [
      'an unknown country',
      () => server.api.post(`proposals/${proposalId}/endorse`, endorse({ country: 'XXX' })),
      ['country'],
    ],
    [
      'a party with two names',
      () =>
        server.api.post(`campaigns/${campaignId}/log-action`, action({ targets: [{ body: 'UN', country: 'CHL' }] })),
      ['targets[0]'],
    ],
    [
      'a party with none',
      () => server.api.post(`campaigns/${campaignId}/log-action`, action({ targets: [{ office: 'Chief' }] })),
      ['targets[0]'],
    ],
    ['null', () => server.api.post('campaigns', launch({ title: null })), ['title']],
    [
      'a list in the place of an object',
      () => server.api.post(`campaigns/${campaignId}/log-action`, action({ nextSteps: [[]] })),
      ['nextSteps'],
    ],
    ['a list in the place of the body', () => server.api.post('campaigns', []), ['']],
    [
      'a due date that does not exist',
      () =>
        server.api.post(`campaigns/${campaignId}/log-action`, action({ nextSteps: [{ what: 'x', dueOn: '2004-13' }] })),
      ['nextSteps[0].dueOn'],
    ],
    [
      '__proto__',
      () =>
        server.api.postRaw(
          'campaigns',
          '{"__proto__": {"admin": true}, "title": "a", "objective": "b", "arenas": ["imf"], "levels": ["global"], "occurredOn": "2004"}',
        ),
      ['__proto__'],
    ],
    [
      'a URL with a password',
      () =>
        server.api.post(
          `proposals/${proposalId}/endorse`,
          endorse({ sources: [{ kind: 'media', title: 'a', url: 'https://u:p@example.org' }] }),
        ),
      ['sources[0].url'],
    ],
    [
      'a script for a URL',
      () =>
        server.api.post(
          `proposals/${proposalId}/endorse`,
          endorse({ sources: [{ kind: 'media', title: 'a', url: 'javascript:alert(1)' }] }),
        ),
      ['sources[0].url'],
    ],
    [
      'an edition that is no integer',
      () => server.api.post('ministerials', announce(campaignId, { edition: 1.5 })),
      ['edition'],
    ],
    [
      'no reason where one is required',
      () => server.api.post(`campaigns/${campaignId}/pause`, { occurredOn: '2004' }),
      ['reason'],
    ],
    [
      'a kind of object that is not built yet',
      () => server.api.post(`proposals/${proposalId}/sign-on`, { organisationId: UNKNOWN, occurredOn: '2004' }),
      ['organisation', 'organisationId'],
    ],
    [
      'everything at once',
      () => server.api.post('campaigns', { arenas: [], x: null, occurredOn: 'soon' }),
      ['arenas', 'levels', 'objective', 'occurredOn', 'title', 'x'],
    ],
  ];

  it.each(cases)('is refused: %s', async (_, send, fields) => {
    const { status, body } = await send();
    expect(status).toBe(400);
    expect(body.errors?.map(({ field }) => field).toSorted()).toEqual(fields);
  });

  it.each([2_500, 40_000])('of %d levels is refused', async (levels) => {
    const deep = '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
    const answer = await server.api.postRaw('campaigns', deep);
    expect(answer.status).toBe(400);
  });

  it.each([
    ['malformed JSON', '{"title": ', 'application/json', 400, 'body.malformed'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400, 'body.malformed'],
    ['an empty body', '', 'application/json', 400, 'body.malformed'],
    ['a form', 'title=a', 'application/x-www-form-urlencoded', 415, 'body.not-json'],
    ['text', 'title', 'text/plain', 415, 'body.not-json'],
    ['more than 256 KiB', JSON.stringify({ title: 'a'.repeat(256 * 1024) }), 'application/json', 413, 'body.too-large'],
  ])('is refused: %s', async (_, body, type, status, code) => {
    const answer = await server.api.postRaw('campaigns', body, { 'content-type': type });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

describe('a command that a rule refuses', () => {
  it.each([
    ['an unknown campaign in the body', () => server.api.post('proposals', submit(UNKNOWN)), 'campaign.unknown'],
    [
      'something unknown that it regards',
      () => server.api.post(`campaigns/${campaignId}/log-action`, action({ regarding: [`proposal-${UNKNOWN}`] })),
      'proposal.unknown',
    ],
    [
      'votes that contradict the tally',
      () =>
        server.api.post(`proposals/${proposalId}/record-decision`, {
          mechanism: 'vote',
          result: 'adopted',
          occurredOn: '2004',
          tally: { for: 2, against: 0 },
          votes: [{ country: 'CHL', vote: 'for' }],
        }),
      'proposal.tally-contradicted',
    ],
    [
      'an id that exists',
      () => server.api.post('proposals', submit(campaignId, { id: proposalId })),
      'proposal.exists',
    ],
    [
      'a version that does not',
      () => server.api.post(`proposals/${proposalId}/endorse`, endorse({ version: 9 })),
      'proposal.version-unknown',
    ],
  ])('is told which: %s', async (_, send, code) => {
    const answer = await send();
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect(answer.body.detail).toMatch(/^[A-Z].*\.$/);
  });
});

describe('what does not exist', () => {
  it.each([
    ['an object', () => server.api.post(`proposals/${UNKNOWN}/endorse`, endorse()), 'proposal.unknown'],
    ['an id that is none', () => server.api.post('proposals/17/endorse', endorse()), 'proposal.unknown'],
    [
      'a ministerial',
      () => server.api.post(`ministerials/${UNKNOWN}/invitations/CHL/consider`, { occurredOn: '2004' }),
      'ministerial.unknown',
    ],
    [
      'a country in the path',
      () => server.api.post(`ministerials/${UNKNOWN}/invitations/XXX/consider`, { occurredOn: '2004' }),
      'invitation.unknown',
    ],
    [
      'a body with criteria',
      () => server.api.post('criteria/nobody/adopt', { criteria: [{ code: 'a', text: 'b' }], occurredOn: '2004' }),
      'criteria.unknown',
    ],
    ['a verb', () => server.api.post(`proposals/${proposalId}/praise`, {}), 'route.unknown'],
    ['an object to read', () => server.api.get(`proposals/${UNKNOWN}`), 'proposal.unknown'],
    ['a history to read', () => server.api.get(`campaigns/${UNKNOWN}/history`), 'campaign.unknown'],
    ['a route', () => server.api.get('nothing'), 'route.unknown'],
  ])('is 404: %s', async (_, send, code) => {
    const answer = await send();
    expect([answer.status, answer.body.code]).toEqual([404, code]);
  });
});

describe('headers and parameters', () => {
  it.each([
    ['If-Match without quotes', { 'if-match': '3' }],
    ['If-Match of several', { 'if-match': '"3", "4"' }],
    ['a key with a space', { 'idempotency-key': 'a b' }],
    ['a key of 256 characters', { 'idempotency-key': 'a'.repeat(256) }],
  ])('that are malformed are refused: %s', async (_, headers) => {
    const answer = await server.api.post(`proposals/${proposalId}/endorse`, endorse(), headers);
    expect(answer.status).toBe(400);
  });

  it.each([
    'proposals?colour=red',
    'proposals?limit=0',
    'proposals?limit=201',
    'proposals?limit=ten',
    'proposals?cursor=abc',
    'proposals?status=lost',
    'audit/log?from=yesterday',
    'audit/log?lateBy=-1',
    `campaigns/${'x'.repeat(10)}?limit=5`,
  ])('are refused: %s', async (path) => {
    const answer = await server.api.get(path);
    expect([answer.status, answer.body.code]).toEqual([400, 'parameters.invalid']);
  });

  it.each(['0', 'nonsense', `${'0'.repeat(32)}.${'0'.repeat(16)}`])(
    'refuse a position of another log: %s',
    async (after) => {
      const answer = await server.api.get(`proposals?after=${after}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'position.foreign']);
    },
  );
});

describe('credentials', () => {
  it.each([undefined, 'wrong', 'a-bootstrap-token-for-tests-only-012345678X'])(
    'that are none let nobody in: %s',
    async (token) => {
      const client = server.clientWith(token);
      for (const answer of [
        await client.get('campaigns'),
        await client.post('campaigns', launch()),
        await client.postRaw('campaigns', '{bad'),
        await client.get('/metrics'),
        await client.get('nothing'),
      ])
        expect([answer.status, answer.body.code]).toEqual([401, 'access.unauthenticated']);
    },
  );

  it('are not needed for health and documentation', async () => {
    const client = server.clientWith(undefined);
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs'])
      expect((await client.get(path)).status).toBe(200);
  });
});

describe('what was refused', () => {
  it('takes no longer than 50 ms, however it was made', async () => {
    const nested = Array.from({ length: 200 }, () => ({ body: 'a'.repeat(301), country: 'XXX', office: '', x: 1 }));
    const many = Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`k${String(i)}`, null]));
    const bodies = [
      JSON.stringify(many),
      JSON.stringify(action({ targets: nested, participants: nested, sources: nested })),
      `{"title": [${'['.repeat(100_000)}${']'.repeat(100_000)}]}`,
      JSON.stringify({ title: Array.from({ length: 50_000 }, () => null) }),
      JSON.stringify(launch({ objective: '\u0001'.repeat(20_000) })),
      `{${'"a":1,'.repeat(35_000)}"b":1}`,
    ];
    for (const body of bodies) {
      expect(body.length).toBeLessThan(256 * 1024);
      const times: number[] = [];
      for (let i = 0; i < 15; i++) {
        const started = performance.now();
        const answer = await server.api.postRaw(`campaigns/${campaignId}/log-action`, body);
        times.push(performance.now() - started);
        expect(answer.status).toBe(400);
      }
      expect(times.toSorted((a, b) => a - b)[7]).toBeLessThan(50);
    }
  });

  it('stands in no log line, and no answer tells of the inside', async () => {
    const answers = [
      await server.api.post('campaigns', { [SECRET]: SECRET, title: SECRET }),
      await server.api.postRaw('campaigns', `{"${SECRET}`),
      await server.api.get(`campaigns/${SECRET}`),
      await server.api.get(`campaigns?campaignId=${SECRET}&x=${SECRET}`),
    ];
    for (const answer of answers) expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|sqlite|SELECT|\.js/i);
    expect(server.stderr).not.toContain(SECRET);
  });
});

it('a consultation for a country that may be left out needs no field to please a form', async () => {
  const other = await RunningServer.start();
  const campaign = await other.api.log('campaigns', launch());
  expect((await other.api.post('consultations', request(campaign.id))).status).toBe(201);
  await other.stop();
  removeFolder(other.folder);
});
