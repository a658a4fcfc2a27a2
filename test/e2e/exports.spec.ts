import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { eventually } from '../support/eventually.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { commandAnswer, runCommand } from '../support/run-command-line.js';
import { action, endorse, launch, submit } from '../support/sample-entries.js';
import type { ApiClient, Receipt } from '../support/api-client.js';

const ENTRIES = 450;
/** More than what the kernel keeps for a reader who does not read. */
const LONG = 'x'.repeat(19_000);

let server: RunningServer;
let campaignId: string;
let last: Receipt;

beforeAll(async () => {
  server = await RunningServer.start();
  ({ campaignId, last } = await longHistory(server.api));
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

/** A campaign whose history is of several pages, and long. */
async function longHistory(api: ApiClient): Promise<{ campaignId: string; last: Receipt }> {
  const { id } = await api.log('campaigns', launch());
  const logged = await logMany(api, id, ENTRIES, LONG);
  const latest = logged.toSorted((a, b) => (a.position < b.position ? -1 : 1)).at(-1) as Receipt;
  await api.read(`campaigns/${id}/history`, latest);
  return { campaignId: id, last: latest };
}

function logMany(api: ApiClient, id: string, count: number, words: string): Promise<Receipt[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      api.log(`campaigns/${id}/log-action`, action({ summary: `${String(index)} ${words}` })),
    ),
  );
}

interface Page {
  readonly items: { readonly position: string }[];
  readonly position: string;
  readonly asOf: string;
}

/** Every page of a list, one after another. */
async function paged(path: string): Promise<Page> {
  const items: Page['items'] = [];
  for (let cursor: string | null = ''; ;) {
    const page = await server.api.read(`${path}?limit=200${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.next as string | null;
    if (cursor === null) return { ...page, items };
  }
}

const history = () => `campaigns/${campaignId}/history`;

/** Whether anybody still reads what the read models showed before the last entry: then it cannot be overwritten. */
function isHeld(): boolean {
  const database = new Database(join(server.folder, 'read.sqlite'), { timeout: 0 });
  const [{ busy }] = database.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
  database.close();
  return busy === 1;
}

describe('a whole list as NDJSON', () => {
  it('has every item as the pages show it, under one position', async () => {
    const { items, position, asOf } = await paged(history());
    expect(items).toHaveLength(ENTRIES + 1);
    const answer = await server.api.get(`${history()}?format=ndjson`);
    expect(answer.status).toBe(200);
    expect(answer.body === items.map((item) => `${JSON.stringify(item)}\n`).join('')).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="campaigns-history.ndjson"',
      'demarche-position': position,
      'demarche-as-of': asOf,
      'cache-control': 'no-store',
    });
  });

  it('holds what the filter leaves, in the order asked for, and nothing where nothing is left', async () => {
    const of = async (query: string) =>
      ((await server.api.get(`${history()}?format=ndjson&${query}`)).body as string).split('\n').length - 1;
    expect(await of('type=CampaignLaunched&order=occurredOn')).toBe(1);
    expect(await of('type=ActionLogged')).toBe(ENTRIES);
    expect(await of('actor=nobody')).toBe(0);
  });

  it('shows what was just written with `after`', async () => {
    const own = await server.api.log('campaigns', launch());
    const answer = await server.api.get(`campaigns?campaignId=${own.id}&format=ndjson&after=${own.position}`);
    expect(JSON.parse(answer.body as string)).toMatchObject({ id: own.id, revision: 0 });
    expect(answer.headers.get('demarche-position')).toBe(own.position);
  });

  it('is of one position, whatever is written while it is read', async () => {
    const own = await server.api.log('campaigns', launch());
    await server.api.read('campaigns', (await logMany(server.api, own.id, 300, LONG)).at(-1));
    const path = `campaigns/${own.id}/history`;
    const download = await server.api.download(`${path}?format=ndjson`);
    const position = String(download.headers['demarche-position']);
    const written = await logMany(server.api, own.id, 50, 'while it is read');
    await server.api.read(path, written.at(-1));
    const lines = (await text(download)).trimEnd().split('\n');
    const then = (await paged(path)).items.filter((item) => item.position <= position);
    expect(then.length).toBeGreaterThan(200);
    expect(lines.map((line) => (JSON.parse(line) as { position: string }).position)).toEqual(
      then.map((item) => item.position),
    );
    expect(written.every((receipt) => receipt.position > position)).toBe(true);
  });
});

describe('a whole list as CSV', () => {
  it('has a column for each field, for each field of an inner object, and a line for each item', async () => {
    const proposal = await server.api.log('proposals', submit(campaignId));
    await server.api.log(
      `proposals/${proposal.id}/endorse`,
      endorse({ capacity: 'minister', reservation: 'Line one,\n"line two"' }),
    );
    const objected = await server.api.log(`proposals/${proposal.id}/record-objection`, {
      country: 'USA',
      grounds: '=HYPERLINK("https://example.org","Grounds")',
      occurredOn: '2000-06-27',
    });
    const query = `proposalId=${proposal.id}&format=csv&after=${objected.position}`;
    const answer = await server.api.get(`endorsement-board?${query}`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="endorsement-board.csv"');
    const sources =
      '"[{""kind"":""official-record"",""title"":""Ministerial-level meeting"",""url"":""https://example.org/record""}]"';
    expect((answer.body as string).split('\r\n')).toEqual([
      'id,revision,proposalId,campaignId,title,version,country,stance,capacity,form,reservation,grounds,occurredOn,sources,' +
        'vote,forecast.position,forecast.confidence,forecast.influence,forecast.occurredOn,contested,rivals',
      `${proposal.id}.1.CHL,2,${proposal.id},${campaignId},Warsaw Declaration,1,CHL,endorsed,minister,,"Line one,\n""line two""",,` +
        `2000-06-27,${sources},,,,,,false,`,
      `${proposal.id}.1.USA,2,${proposal.id},${campaignId},Warsaw Declaration,1,USA,objected,,,,` +
        `"'=HYPERLINK(""https://example.org"",""Grounds"")",2000-06-27,,,,,,,false,`,
      '',
    ]);
  });

  it('is its header alone where there is nothing', async () => {
    const { body } = await server.api.get('ministerials?format=csv');
    expect(body).toMatch(/^id,revision,campaignId,[\w.,]+\r\n$/);
  });

  it('is as long as the list', async () => {
    const { body } = await server.api.get(`${history()}?format=csv`);
    const lines = (body as string).split('\r\n');
    const { items } = await paged(history());
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([
      items.length + 2,
      expect.stringMatching(/^id,revision,/),
      '',
    ]);
  });
});

describe('a whole list', () => {
  it.each([
    ['xml', ['format']],
    ['', ['format']],
    ['csv&format=ndjson', ['format']],
    ['csv&limit=10', ['limit']],
    ['ndjson&cursor=abc&limit=1', ['cursor', 'limit']],
    ['csv&colour=red', ['colour']],
    ['csv&status=lost', ['status']],
  ])('asked for as %s is refused, naming what is wrong', async (query, fields) => {
    const { status, headers, body } = await server.api.get(`campaigns?format=${query}`);
    expect([status, headers.get('content-type')]).toEqual([400, expect.stringContaining('application/problem+json')]);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  });

  it('is of a list alone, and of one that exists', async () => {
    const one = await server.api.get(`campaigns/${campaignId}?format=csv`);
    expect([one.status, one.body.errors[0].field]).toEqual([400, 'format']);
    const none = await server.api.get('campaigns/00000000-0000-4000-8000-000000000000/history?format=csv');
    expect([none.status, none.body.code]).toEqual([404, 'campaign.unknown']);
    const [log = ''] = last.position.split('.');
    const foreign = await server.api.get(`campaigns?format=csv&after=${log.replace(/./g, 'a')}.0000000000000001`);
    expect([foreign.status, foreign.body.code]).toEqual([400, 'position.foreign']);
  });

  it('takes a token that may read', async () => {
    expect((await server.clientWith(undefined).get('campaigns?format=csv')).status).toBe(401);
  });

  it('is one of four that are sent at once; who leaves makes room, and lets go of the read models', async () => {
    const downloads = await Promise.all(
      Array.from({ length: 4 }, () => server.api.download(`${history()}?format=ndjson`)),
    );
    expect(downloads.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    await server.api.read('campaigns', await server.api.log('campaigns', launch()));
    expect(isHeld()).toBe(true);
    const fifth = await server.api.get('campaigns?format=csv');
    expect([fifth.status, fifth.body.code, fifth.headers.get('retry-after')]).toEqual([503, 'export.too-many', '5']);
    expect((await server.api.get('campaigns')).status).toBe(200);
    for (const download of downloads) download.destroy();
    await eventually(async () => {
      expect(isHeld()).toBe(false);
      expect((await server.api.get('campaigns?format=csv')).status).toBe(200);
    });
    expect(server.stderr).not.toContain('server.error');
  });

  it('is cut when its token is revoked', async () => {
    const made = ['token', 'create', '--user', 'lead-7', '--scope', 'read'];
    const { tokenId, file } = await commandAnswer<{ tokenId: string; file: string }>(server.folder, ...made);
    const reader = server.clientWith(readFileSync(file, 'utf8').trim());
    const download = await reader.download(`${history()}?format=ndjson`);
    await runCommand(server.folder, 'token', 'revoke', tokenId);
    await wait(1_000);
    await expect(text(download)).rejects.toThrow('aborted');
  });

  it('is cut by a stop, which does not wait for it, and is not taken for whole', async () => {
    const stopped = await RunningServer.start();
    const own = await longHistory(stopped.api);
    const download = await stopped.api.download(`campaigns/${own.campaignId}/history?format=csv`);
    const started = performance.now();
    expect(await stopped.stop()).toBe(0);
    expect(performance.now() - started).toBeLessThan(3_000);
    await expect(text(download)).rejects.toThrow('aborted');
    removeFolder(stopped.folder);
  });
});

describe('a whole list as of an earlier position', () => {
  const FORMATS = ['csv', 'ndjson'] as const;
  const get = (format: string, query = '') => server.api.get(`${history()}?format=${format}${query}`);
  const linesOf = (ndjson: string) => ndjson.split('\n').length - 1;
  let positions: readonly string[];
  let position: string;
  let items: number;

  it('is byte for byte what was sent then, page after page, whatever was written and corrected since', async () => {
    const then = await Promise.all(FORMATS.map((format) => get(format)));
    positions = then.map(({ headers }) => headers.get('demarche-position') ?? '');
    position = positions[1] ?? '';
    items = linesOf(then[1]?.body as string);
    expect(items).toBeGreaterThan(ENTRIES);
    const [, entry] = (await server.api.read(history())).items as { eventId: string }[];
    const correction = { patch: { kind: 'call', occurredOn: '2003' }, reason: 'It was a call' };
    const corrected = await server.api.log(`entries/${entry?.eventId ?? ''}/correct`, correction);
    await server.api.read(history(), corrected);
    for (const [index, format] of FORMATS.entries()) {
      const [now, again] = [await get(format), await get(format, `&asOf=${positions[index] ?? ''}`)];
      expect(now.body === then[index]?.body).toBe(false);
      expect(again.body === then[index]?.body).toBe(true);
      const told = Object.fromEntries([...(then[index]?.headers ?? [])].filter(([name]) => name !== 'date'));
      expect(Object.fromEntries(again.headers)).toMatchObject(told);
    }
  });

  it('is recorded as an export of what it showed', async () => {
    await eventually(async () => {
      const entries = (await server.api.read('audit/log?type=ExportMade&limit=200')).items as { data: object }[];
      const made = entries.map(({ data }) => JSON.stringify(data));
      for (const [index, format] of FORMATS.entries()) {
        const exported = { route: 'campaigns/:id/history', format, items, position: positions[index] };
        expect(made.filter((data) => data === JSON.stringify(exported))).toHaveLength(2);
      }
    });
  });

  it('is one of the four that are sent at once, and nobody who asks for another moment waits for its reader', async () => {
    const path = `campaigns?format=ndjson&asOf=${last.position}`;
    const long = `${history()}?format=ndjson&asOf=${position}`;
    const downloads = await Promise.all(Array.from({ length: 4 }, () => server.api.download(long)));
    expect(downloads.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    const fifth = await server.api.get(path);
    expect([fifth.status, fifth.body.code]).toEqual([503, 'export.too-many']);
    for (const moment of [position, last.position])
      for (const asked of ['campaigns', history()])
        expect((await server.api.get(`${asked}?asOf=${moment}`)).status).toBe(200);
    const lines = await Promise.all(downloads.map((download) => text(download)));
    expect(lines.map(linesOf)).toEqual(lines.map(() => items));
    await eventually(async () => expect((await server.api.get(path)).status).toBe(200));
    expect(server.stderr).not.toContain('server.error');
  });

  it('that cannot be sent is refused before anything of it is', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    for (const [path, status, code] of [
      [`campaigns/${none}/history?format=csv&asOf=${position}`, 404, 'campaign.unknown'],
      [`campaigns?format=csv&limit=10&asOf=${position}`, 400, 'parameters.invalid'],
      [`campaigns?format=csv&status=lost&happenedBy=2004`, 400, 'parameters.invalid'],
      [`campaigns/${campaignId}?format=csv&asOf=${position}`, 400, 'parameters.invalid'],
    ] as const) {
      const answer = await server.api.get(path);
      expect([path, answer.status, answer.body.code]).toEqual([path, status, code]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  });
});

describe('the documentation', () => {
  it('says of every list of a read model that it can be had whole', async () => {
    const { paths } = (await server.api.get('/openapi.json')).body;
    const lists = Object.entries<{ get?: { parameters: { name: string }[]; responses: Record<string, object> } }>(paths)
      .filter(([, { get }]) => get?.parameters.some(({ name }) => name === 'limit'))
      .filter(([path]) => path !== '/api/v1/audit/read-models')
      .map(([path, { get }]) => [path, get] as const);
    expect(lists.map(([path]) => path)).toEqual(expect.arrayContaining(['/api/v1/activity', '/api/v1/audit/log']));
    for (const [path, get] of lists) {
      expect([path, get?.parameters.find(({ name }) => name === 'format')]).toMatchObject([
        path,
        { schema: { enum: ['csv', 'ndjson'] } },
      ]);
      expect([path, Object.keys((get?.responses['200'] as { content: object }).content)]).toEqual([
        path,
        ['application/json', 'text/csv; charset=utf-8', 'application/x-ndjson'],
      ]);
    }
  });
});
