import { join } from 'node:path';
import Database from 'better-sqlite3';
import { projections } from '../../projections/read-models.js';
import type { Answer } from '../support/api-client.js';
import { digestsIn } from '../support/digests.js';
import { runCommand } from '../support/run-command-line.js';
import { removeFolder, RunningServer } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';

const ROUTE = 'audit/read-models';
const CASES = join(process.cwd(), 'cases', 'three-arenas.ndjson');
const names = projections.map(({ name }) => name).toSorted();

interface Item {
  readonly name: string;
  readonly version: number;
  readonly position: string | null;
  readonly asOf: string | null;
  readonly digest: string | null;
  readonly stopped: { readonly at: string; readonly because: string } | null;
}

let server: RunningServer;

beforeAll(async () => {
  server = await RunningServer.start();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

function digestsOf({ items }: Answer['body']): Record<string, string | null> {
  return Object.fromEntries((items as Item[]).map(({ name, digest }) => [name, digest]));
}

describe('the list of read models', () => {
  it('of an empty log shows nothing yet, and a digest of nothing', async () => {
    const answer = await server.api.read(ROUTE);
    expect([answer.position, answer.asOf]).toEqual([null, null]);
    expect(answer.items).toHaveLength(names.length);
    for (const item of answer.items as Item[])
      expect(item).toMatchObject({ position: null, asOf: null, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('shows of each its version, position and digest, all of one moment', async () => {
    await runCommand(server.folder, 'import', CASES);
    const receipt = await server.api.log('campaigns', launch());
    const answer = await server.api.read(ROUTE, receipt);
    expect(answer.items.map(({ name }: Item) => name)).toEqual(names);
    expect(digestsOf(answer)).toEqual(digestsIn(server.folder));
    const { position, asOf } = await server.api.read('audit/log', receipt);
    for (const item of answer.items as Item[])
      expect(item).toMatchObject({ id: item.name, version: expect.any(Number), position, asOf, stopped: null });
    expect([answer.next, answer.position, answer.asOf]).toEqual([null, position, asOf]);
  });

  it('shows what was just written to whoever waits for it, also while others ask', async () => {
    const campaign = await server.api.log('campaigns', launch());
    for (let round = 0; round < 5; round++) {
      const others = [server.api.read(ROUTE), server.api.read(ROUTE)];
      const receipt = await server.api.log(`campaigns/${campaign.id}/log-action`, action({ result: String(round) }));
      const answer = await server.api.read(ROUTE, receipt);
      expect(answer.position >= receipt.position).toBe(true);
      await Promise.all(others);
    }
  });

  it('comes page by page where that is asked for', async () => {
    const found: string[] = [];
    let cursor = '';
    do {
      const { items, next } = await server.api.read(`${ROUTE}?limit=4${cursor}`);
      expect(items.length).toBeLessThanOrEqual(4);
      found.push(...items.map(({ name }: Item) => name));
      cursor = next === null ? '' : `&cursor=${String(next)}`;
    } while (cursor !== '');
    expect(found).toEqual(names);
  });

  it.each([
    ['nonsense=1', 'nonsense'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=nonsense', 'cursor'],
  ])('refuses ?%s', async (query, field) => {
    const { status, body } = await server.api.get(`${ROUTE}?${query}`);
    expect([status, body.errors?.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  it('knows no position of another log, and is for nobody without a token', async () => {
    const foreign = await server.api.get(`${ROUTE}?after=${'0'.repeat(32)}.0000000000000001`);
    expect([foreign.status, foreign.body.code]).toEqual([400, 'position.foreign']);
    expect((await server.clientWith(undefined).get(ROUTE)).status).toBe(401);
  });

  it('shows at once that somebody changed a row by hand, and of one alone', async () => {
    const receipt = await server.api.log('campaigns', launch({ title: 'Another' }));
    const before = digestsOf(await server.api.read(ROUTE, receipt));
    expect(digestsOf(await server.api.read(ROUTE))).toEqual(before);
    const database = new Database(join(server.folder, 'read.sqlite'));
    database.exec(`UPDATE campaign_history_1_entry SET data = 'no JSON' WHERE revision = 0`);
    database.close();
    const { 'campaign-history': changed, ...others } = digestsOf(await server.api.read(ROUTE));
    expect(changed).not.toBe(before['campaign-history']);
    expect({ ...others, 'campaign-history': before['campaign-history'] }).toEqual(before);
  });
});
