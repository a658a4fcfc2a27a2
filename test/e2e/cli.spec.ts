import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandAnswer, runCommand, startCommand } from '../support/run-command-line.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { launch } from '../support/sample-entries.js';

interface TokenMade {
  readonly tokenId: string;
  readonly file: string;
}

let server: RunningServer;
let elsewhere: string;

beforeAll(async () => {
  server = await RunningServer.start();
  elsewhere = newFolder();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
  removeFolder(elsewhere);
});

describe('token', () => {
  it('beside a running server: good at once, listed, and good for nothing once it is revoked', async () => {
    const { tokenId, file } = await commandAnswer<TokenMade>(
      server.folder,
      'token',
      'create',
      '--user',
      'lead-1',
      '--scope',
      'read',
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const client = server.clientWith(readFileSync(file, 'utf8').trim());
    expect((await client.get('campaigns')).status).toBe(200);
    const tokens = await commandAnswer(server.folder, 'token', 'list');
    expect(tokens).toContainEqual({
      tokenId,
      userId: 'lead-1',
      scope: 'read',
      issuedAt: expect.any(String),
      expires: null,
      state: 'valid',
    });
    expect(await commandAnswer(server.folder, 'token', 'revoke', tokenId)).toMatchObject({ tokenId, state: 'revoked' });
    expect((await client.get('campaigns')).status).toBe(401);
  });

  it('without a server: shown to nobody but the owner of the file, listed and revoked', async () => {
    const created = await runCommand(elsewhere, 'token', 'create', '--user', 'lead-2', '--expires', '2999-12-31');
    const [, file = '', tokenId = ''] = / is in (.*token-(.*)\.txt)\n$/.exec(created.stdout) ?? [];
    expect(readFileSync(file, 'utf8')).toMatch(/^dmr_[\w-]{43}\n$/);
    expect(created.stdout + created.stderr).not.toContain('dmr_');
    expect((await runCommand(elsewhere, 'token', 'list')).stdout).toMatch(
      /lead-2 +write +\S+ +3000-01-01T00:00:00.000Z +valid\n/,
    );
    expect((await runCommand(elsewhere, 'token', 'revoke', tokenId)).code).toBe(0);
    expect(await commandAnswer(elsewhere, 'token', 'list')).toMatchObject([{ tokenId, state: 'revoked' }]);
  });
});

/** How many items each answer had, of one after another. */
async function readOnUntil(signal: AbortSignal, path: string): Promise<number[]> {
  const counts: number[] = [];
  while (!signal.aborted) {
    counts.push((await server.api.read(path)).items.length as number);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return counts;
}

describe('rebuild', () => {
  it('beside a running server: the same digests each time, while reads go on', async () => {
    const receipt = await server.api.log('campaigns', launch());
    await server.api.read(`campaigns/${receipt.id}/history`, receipt);
    const during = new AbortController();
    const reading = readOnUntil(during.signal, `campaigns/${receipt.id}/history`);
    const all = await commandAnswer<Record<string, string>>(server.folder, 'rebuild');
    const one = await commandAnswer<Record<string, string>>(server.folder, 'rebuild', 'campaign-history');
    during.abort();
    expect(new Set(await reading)).toEqual(new Set([1]));
    expect(Object.values(all).every((digest) => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
    expect(one).toEqual({ 'campaign-history': all['campaign-history'] });
    const later = await server.api.log('campaigns', launch({ title: 'Another' }));
    await server.api.read(`campaigns/${later.id}/history`, later);
  });
});

describe('whoever calls it', () => {
  it('wrongly hears what is wrong, in words, with 2', async () => {
    const wrong: [string[], string][] = [
      [[], 'Usage'],
      [['nonsense'], 'unknown command'],
      [['rebuild', 'nonsense'], 'there are campaign-overview, '],
      [['token', 'create', '--user', 'Jo Ann'], "not be a person's name"],
      [['token', 'create', '--user', 'jo', '--expires', '2001-01-01'], 'future'],
      [['token', 'revoke', '6f1c2b1e-0000-4000-8000-000000000000'], 'there is no token'],
      [['import', '/nowhere.ndjson', '--nonsense'], 'unknown option'],
      [['import', '/nowhere.ndjson'], 'cannot be read'],
    ];
    const ended = await Promise.all(wrong.map(([verb]) => runCommand(elsewhere, ...verb)));
    for (const [index, [verb, words]] of wrong.entries())
      expect([verb, ended[index]]).toEqual([verb, { code: 2, stdout: '', stderr: expect.stringContaining(words) }]);
    expect(ended.filter(({ stderr }) => /^ +at /m.test(stderr))).toEqual([]);
  });

  it('with a bad setting hears its name, with 2; without a store to reach, 3', async () => {
    const notAFolder = join(elsewhere, 'file');
    writeFileSync(notAFolder, '');
    const [bad, unreachable] = await Promise.all([
      startCommand(elsewhere, ['token', 'list'], { DEMARCHE_NONSENSE: '1' }).ended,
      runCommand(notAFolder, 'token', 'list'),
    ]);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('DEMARCHE_NONSENSE')]);
    expect([unreachable.code, unreachable.stderr]).toEqual([3, expect.stringContaining('could not be reached')]);
  });

  it('for help gets it, with 0', async () => {
    const verbs = [['--help'], ['token', 'create', '--help'], ['import', '--help'], ['demo', '--help']];
    const ended = await Promise.all(verbs.map((verb) => runCommand(elsewhere, ...verb)));
    const help = { code: 0, stderr: '', stdout: expect.stringContaining('Usage') };
    expect(ended).toEqual(verbs.map(() => help));
  });
});

describe('demo', () => {
  it('shows where the sample campaigns stand, serves them, and leaves nothing behind', async () => {
    const { child, ended } = startCommand('/nowhere', ['demo'], { PORT: '0' });
    let shown = '';
    for await (const text of child.stdout ?? []) {
      shown += String(text);
      if (shown.includes('is removed then')) break;
    }
    const [, file = ''] = /first token is in (\S+)/.exec(shown) ?? [];
    const [, address = ''] = /Demarche is at (\S+);/.exec(shown) ?? [];
    const authorization = `Bearer ${readFileSync(file, 'utf8').trim()}`;
    expect((await fetch(`${address}/api/v1/campaigns`, { headers: { authorization } })).status).toBe(200);
    expect(shown).toMatch(/Warsaw Declaration: adopted, by support call, 2000-06-27\n(.*\n)+ +Endorsed: +Chile,/);
    expect(shown).toMatch(/ +States: +7 endorsed, 1 objected, 1 contested\n/);
    expect(shown.replace(/\s+/g, ' ')).toContain(
      'Objected: France (declined to sign) Contested: Honduras: endorsed according to The Moscow Times on the Warsaw ' +
        'ministerial; objected (declined to sign) according to RFE/RL on the Warsaw ministerial',
    );
    expect(shown).toMatch(/Venezuela: advice withheld \(International Advisory Committee\); no decision known/);
    expect(shown).toMatch(/2003-09-23 +A letter to .*\n(.*\n)+? +Source: Letter of NGOs/);
    expect(shown.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
    expect(shown).not.toContain('dmr_');
    child.kill('SIGHUP'); // as of a terminal that is closed
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(existsSync(join(file, '..'))).toBe(false);
  });
});
