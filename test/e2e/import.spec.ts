import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openSqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';

const CLI = join(process.cwd(), 'bin', 'cli.js');
const CASES = join(process.cwd(), 'cases', 'three-arenas.ndjson');

interface Report {
  readonly lines: number;
  readonly written: number;
  readonly repeated: number;
  readonly leftOut: number;
  readonly errors: readonly { line: number; field: string; message: string; code?: string }[];
}

function launchImport(folder: string, file: string, more: readonly string[] = []) {
  return spawn(process.execPath, [CLI, 'import', file, '--json', ...more], {
    env: { PATH: process.env['PATH'], DEMARCHE_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function importFile(
  folder: string,
  file: string,
  ...more: string[]
): Promise<Report & { code: number; stderr: string }> {
  const child = launchImport(folder, file, more);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number];
  return { ...(JSON.parse(stdout) as Report), code, stderr };
}

type Line = Record<string, unknown>;

function fileOf(name: string, lines: readonly Line[]): string {
  const file = join(files, `${name}.ndjson`);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

const launch = (on = '@campaign'): Line => ({
  key: `launch ${on}`,
  command: 'LaunchCampaign',
  on,
  occurredOn: '2000',
  fields: { title: `The campaign ${on}`, objective: 'O', arenas: ['imf'], levels: ['global'] },
});
const develop = (key: string, on = '@campaign', summary: unknown = 'S'): Line => ({
  key,
  command: 'RecordDevelopment',
  on,
  occurredOn: '2001',
  fields: { summary },
});

let files: string;
let server: RunningServer;

beforeAll(async () => {
  files = newFolder();
  server = await RunningServer.start();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
  removeFolder(files);
});

async function entries(): Promise<readonly { id: string; type: string }[]> {
  return (await server.api.get('audit/log?limit=200')).body.items as { id: string; type: string }[];
}

describe('an import beside a running server', () => {
  it('of the sample shows over HTTP, and has the effect of once when it is run again by somebody else', async () => {
    const dry = await importFile(server.folder, CASES, '--dry-run');
    expect([dry.written, await entries()]).toEqual([0, []]);
    const first = await importFile(server.folder, CASES);
    expect(first.lines).toBe(readFileSync(CASES, 'utf8').trim().split('\n').length);
    expect(first.written + first.leftOut).toBe(first.lines);
    // What waits for aggregates that are still to come, and nothing else.
    expect(first.errors.filter(({ field }) => field !== 'command')).toEqual([]);
    expect(first.code).toBe(first.errors.length === 0 ? 0 : 1);
    // Another process wrote: the server is told of it in its own time.
    await eventually(async () => expect((await entries()).at(-1)?.type).toBe('import.ImportFinished.v1'));
    const { items } = await server.api.read('campaigns');
    expect(items.map(({ title, leads }: Line) => [title, leads])).toContainEqual([
      'A permanent group of democracies at the UN',
      ['cli'],
    ]);
    const recorded = await entries();
    expect(recorded.length).toBeGreaterThanOrEqual(first.written);
    const again = await importFile(server.folder, CASES, '--actor', 'somebody-else');
    expect(again).toMatchObject({ written: 0, repeated: first.written, leftOut: first.leftOut });
    expect(await entries()).toEqual(recorded);
  });

  it('reports every bad line by number and field, leaves out what depends on it by name, and writes the rest', async () => {
    const proposal = { arena: 'imf', title: 'P', ask: 'A', text: 'T', kind: 'reform', addressedTo: 'X' };
    const file = fileOf('bad', [
      launch('@good'),
      launch('@bad'),
      develop('1', '@bad', ''),
      {
        key: '2',
        command: 'SubmitProposal',
        on: '@of-bad',
        occurredOn: '2001',
        fields: { ...proposal, campaignId: '@bad' },
      },
      { key: '3', command: 'EndorseProposal', on: '@of-bad', occurredOn: '2001', fields: { country: 'CHL' } },
      { key: '4', command: 'ResumeCampaign', on: '@nobody', occurredOn: '2001', reason: 'R', fields: {} },
      develop('5', '@good'),
    ]);
    const report = await importFile(server.folder, file);
    expect(report).toMatchObject({ code: 1, lines: 7, written: 2, repeated: 0, leftOut: 5 });
    expect(report.errors).toEqual([
      { line: 3, field: 'fields.summary', message: expect.any(String) },
      { line: 6, field: '', message: expect.any(String), code: 'campaign.unknown' },
    ]);
    expect(report.stderr).toContain('line 3: fields.summary must not be empty');
    expect(report.stderr).toContain('line 6: campaign.unknown: ');
    expect(report.stderr).toContain(
      'left out: @bad, lines 2-3\nleft out: @of-bad, lines 4-5\nleft out: @nobody, line 6\n',
    );
    await eventually(async () => {
      const titles = (await server.api.read('campaigns')).items.map(({ title }: Line) => title);
      expect(titles).toContain('The campaign @good');
      expect(titles).not.toContain('The campaign @bad');
    });
  });

  it('says where a key has come back with other content', async () => {
    await importFile(server.folder, fileOf('keys', [launch(), develop('1')]));
    const changed = await importFile(server.folder, fileOf('keys', [launch(), develop('1', '@campaign', 'Other')]));
    expect(changed).toMatchObject({
      code: 1,
      written: 0,
      errors: [{ line: 2, field: 'key', code: 'idempotency.key-reused' }],
    });
  });
});

describe('an import that is cut off', () => {
  it('and run again comes to the same as one that is not', async () => {
    const folder = newFolder();
    const objects = Array.from({ length: 5 }, (_, n) => `@c${String(n)}`);
    const lines = [
      ...objects.map(launch),
      ...Array.from({ length: 2_000 }, (_, n) => develop(`d${String(n)}`, objects[n % 5])),
    ];
    const file = fileOf('long', lines);
    const child = launchImport(folder, file);
    const exited = once(child, 'exit');
    const store = openSqliteEventStore(join(folder, 'log.sqlite'));
    while (/\.0{14}/.test(await store.head())) await wait(2);
    child.kill('SIGKILL');
    await exited;
    const rest = await importFile(folder, file);
    expect(rest).toMatchObject({ code: 0, lines: lines.length, leftOut: 0, errors: [] });
    // But for the entry that the import was begun.
    expect(rest.repeated).toBeGreaterThanOrEqual(255);
    expect(rest.written).toBeGreaterThan(0);
    expect(rest.written + rest.repeated).toBe(lines.length);
    const { events } = await store.readAll('start', 10_000);
    const [records, entries] = [true, false].map((isOfImport) =>
      events.filter(({ stream }) => stream.startsWith('import-') === isOfImport),
    );
    expect(entries).toHaveLength(lines.length);
    expect(records?.map(({ type }) => type)).toEqual(['import.ImportStarted.v1', 'import.ImportFinished.v1']);
    await store.close();
    removeFolder(folder);
  });
});
