import { statSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EventStream } from '../support/event-stream.js';
import { newFolder, RunningServer, removeFolder } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) removeFolder(folder);
});

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

describe('a stop', () => {
  it('ends live streams, answers or refuses every command, and loses none that it acknowledged', async () => {
    const data = folder();
    const server = await RunningServer.start({ folder: data });
    const campaign = await server.api.log('campaigns', launch());
    const abort = new AbortController();
    const stream = new EventStream(await server.api.live('', {}, abort.signal), abort);
    const acknowledged: string[] = [];
    let stopped = false;
    const writers = Array.from({ length: 8 }, async () => {
      while (!stopped) {
        const answer = await server.api.post(`campaigns/${campaign.id}/log-action`, action()).catch(() => undefined);
        if (answer === undefined || answer.status === 503) return;
        expect(answer.status).toBe(200);
        acknowledged.push(answer.body.eventIds[0] as string);
      }
    });
    await stream.until(20);
    const started = performance.now();
    const ended = server.stop();
    server.process.kill('SIGTERM');
    expect(await ended).toBe(0);
    stopped = true;
    await Promise.all(writers);
    expect(performance.now() - started).toBeLessThan(10_000);
    await stream.untilEnded(1_000);

    const again = await RunningServer.start({ folder: data });
    const recorded = new Set(await everyActionId(again, campaign.id));
    expect(acknowledged.filter((id) => !recorded.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(20);
    await again.stop();
  });
});

async function everyActionId(server: RunningServer, campaignId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await server.api.read(`campaigns/${campaignId}/history?limit=200${cursor && `&cursor=${cursor}`}`);
    ids.push(...page.items.map(({ id }: { id: string }) => id));
    cursor = page.next as string | null;
  }
  return ids;
}

describe('a start', () => {
  it('on a new folder leaves the first token in a file for its owner alone, where there is no terminal', async () => {
    const data = folder();
    const server = await RunningServer.start({ folder: data, bootstrapToken: undefined });
    const path = /first token is in (\S+)/.exec(server.stdout)?.[1] ?? '';
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { readFileSync } = await import('node:fs');
    const token = readFileSync(path, 'utf8').trim();
    expect(server.stdout).not.toContain(token);
    expect((await server.clientWith(token).get('campaigns')).status).toBe(200);
    await server.stop();
    const again = await RunningServer.start({ folder: data, bootstrapToken: undefined });
    expect(again.stdout).not.toMatch(/token/);
    await again.stop();
  });

  it('with a bootstrap token appends nothing', async () => {
    const server = await RunningServer.start({ folder: folder() });
    expect((await server.api.read('audit/log')).items).toEqual([]);
    await server.stop();
  });

  it('makes files that nobody else can read', async () => {
    const data = folder();
    const server = await RunningServer.start({ folder: data });
    await server.api.log('campaigns', launch());
    for (const name of readdirSync(data)) expect([name, statSync(join(data, name)).mode & 0o077]).toEqual([name, 0]);
    await server.stop();
  });

  it('of a second server on the same folder is refused by name', async () => {
    const data = folder();
    const server = await RunningServer.start({ folder: data });
    const refused = await RunningServer.refusal({ folder: data });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(data);
    await server.kill();
    const after = await RunningServer.start({ folder: data });
    await after.stop();
  });

  it.each(['log.sqlite', 'read.sqlite'])('on a folder of a newer version is refused by name: %s', async (file) => {
    const data = folder();
    await (await RunningServer.start({ folder: data })).stop();
    const database = new Database(join(data, file));
    database.pragma('user_version = 999');
    database.close();
    const refused = await RunningServer.refusal({ folder: data });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/version 999/);
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [{ DEMARCHE_COLOUR: 'red' }, 'DEMARCHE_COLOUR'],
    [{ PORT: 'ninety' }, 'PORT'],
    [{ DEMARCHE_BOOTSTRAP_TOKEN: 'short' }, 'DEMARCHE_BOOTSTRAP_TOKEN'],
    [{ DEMARCHE_BOOTSTRAP_TOKEN: '', DEMARCHE_BOOTSTRAP_TOKEN_FILE: '/nowhere' }, 'DEMARCHE_BOOTSTRAP_TOKEN_FILE'],
    [{ DEMARCHE_LOG_LEVEL: 'loud' }, 'DEMARCHE_LOG_LEVEL'],
    [{ DEMARCHE_EXTRA_COUNTRIES: 'CHL' }, 'DEMARCHE_EXTRA_COUNTRIES'],
    [{ DEMARCHE_EVENTSTOREDB_NAMESPACE: 'a-b' }, 'DEMARCHE_EVENTSTOREDB_NAMESPACE'],
  ])('with a setting that makes no sense is refused, naming it: %p', async (env, name) => {
    const refused = await RunningServer.refusal({ folder: folder(), env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(name);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('ignores what only tests use, and takes a user-assigned country where it is named', async () => {
    const server = await RunningServer.start({
      folder: folder(),
      env: { DEMARCHE_TEST_SOMETHING: '1', DEMARCHE_EXTRA_COUNTRIES: 'XKX' },
    });
    expect((await server.api.post('campaigns', launch({ countries: ['XKX'] }))).status).toBe(201);
    await server.stop();
  });
});
