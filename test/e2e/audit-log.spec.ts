import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandAnswer, runCommand } from '../support/run-command-line.js';
import { removeFolder, RunningServer } from '../support/running-server.js';
import type { Receipt } from '../support/api-client.js';

const CASES = join(process.cwd(), 'cases', 'three-arenas.ndjson');

interface Entry {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly actor: string;
  readonly campaignId: string | null;
  readonly sources: readonly object[] | null;
  readonly sentence: string;
  readonly data: Record<string, unknown>;
}

let server: RunningServer;
let everything: Entry[];

/** Every entry that the query finds. */
async function found(query = ''): Promise<Entry[]> {
  const entries: Entry[] = [];
  let page = await server.api.read(`audit/log?limit=200&${query}`);
  entries.push(...(page.items as Entry[]));
  while (page.next !== null) {
    page = await server.api.read(`audit/log?limit=200&cursor=${String(page.next)}`);
    entries.push(...(page.items as Entry[]));
  }
  return entries;
}

function ids(entries: readonly Entry[]): string[] {
  return entries.map(({ eventId }) => eventId);
}

beforeAll(async () => {
  server = await RunningServer.start();
  const { tokenId } = await commandAnswer<{ tokenId: string }>(server.folder, 'token', 'create', '--user', 'lead-7');
  await runCommand(server.folder, 'import', CASES, '--actor', 'lead-1');
  await runCommand(server.folder, 'replay', '--to', '2005-01-01T00:00+01:00', '--compare', '--actor', 'auditor-1');
  await commandAnswer(server.folder, 'token', 'revoke', tokenId);
  const [campaign] = (await server.api.read('campaigns')).items as { id: string }[];
  const last: Receipt = await server.api.log(`campaigns/${String(campaign?.id)}/record-development`, {
    summary: 'Nobody knows who said so.',
    occurredOn: '2005-03',
  });
  everything = (await server.api.read(`audit/log?after=${last.position}&limit=200`)).items as Entry[];
  everything = await found();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

describe('the audit log of the sample', () => {
  it('has the entries that have no source, and none that could have none', async () => {
    const without = await found('sourced=false');
    const expected = everything.filter(
      ({ sources, stream }) => !sources?.length && !/^(access|audit|import)-/.test(stream),
    );
    expect(ids(without)).toEqual(ids(expected));
    expect(without.map(({ sentence }) => sentence)).toContainEqual(expect.stringContaining('Nobody knows who said so'));
    expect(ids(await found('sourced=true'))).toEqual(ids(everything.filter(({ sources }) => sources?.length)));
  });

  it('has those that were recorded long after they happened', async () => {
    const late = await found('lateBy=3650');
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(({ occurredOn }) => Number(occurredOn.slice(0, 4)) < new Date().getUTCFullYear() - 9)).toBe(true);
    expect(late.some(({ stream }) => /^(access|audit|import)-/.test(stream))).toBe(false);
    expect(await found('lateBy=999999')).toEqual([]);
  });

  it('has who recorded what, and when', async () => {
    expect(new Set(everything.map(({ actor }) => actor))).toEqual(new Set(['auditor-1', 'bootstrap', 'cli', 'lead-1']));
    for (const actor of ['auditor-1', 'bootstrap', 'cli', 'lead-1'])
      expect(ids(await found(`actor=${actor}`))).toEqual(ids(everything.filter((entry) => entry.actor === actor)));
    const [first] = await found('type=ImportFinished');
    const since = encodeURIComponent(first?.recordedAt ?? '');
    expect(ids(await found(`from=${since}`))).toEqual(
      ids(everything.filter(({ recordedAt }) => recordedAt >= (first?.recordedAt ?? ''))),
    );
  });

  it('has the import, the replay, and the token that was made and revoked', async () => {
    const sha256 = hash('sha256', readFileSync(CASES));
    const lines = readFileSync(CASES, 'utf8').trim().split('\n').length;
    const told = async (type: string) =>
      (await found(`type=${type}`)).map(({ sentence, actor, data }) => [actor, sentence, data]);
    expect(await told('ImportStarted')).toEqual([
      ['lead-1', `An import of ${String(lines)} lines was begun.`, { sha256, lines }],
    ]);
    expect(await told('ImportFinished')).toEqual([
      [
        'lead-1',
        expect.stringMatching(/^An import was finished: of \d+ lines, \d+ were written/),
        expect.objectContaining({ sha256, lines }),
      ],
    ]);
    const to = '2004-12-31T23:00:00.000Z';
    expect(await told('ReplayRequested')).toEqual([
      [
        'auditor-1',
        `A replay up to ${to} was asked for, to be compared with the live read models.`,
        { to, compare: true },
      ],
    ]);
    expect(await told('ApiTokenIssued')).toEqual([['cli', 'A token to write was made for lead-7.', expect.anything()]]);
    expect(await told('ApiTokenRevoked')).toEqual([['cli', 'A token of lead-7 was revoked.', expect.anything()]]);
    expect(JSON.stringify(everything)).not.toContain('three-arenas');
  });
});
