import { randomBytes } from 'node:crypto';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { projections } from '../../projections/read-models.js';
import { digestsIn } from '../support/digests.js';
import { runCommand, startCommand, type Ended } from '../support/run-command-line.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { launch } from '../support/sample-entries.js';
import { startEventStoreDb } from '../support/started-event-store-db.js';

const CASES = join(process.cwd(), 'cases', 'three-arenas.ndjson');

interface Report {
  readonly position: string | null;
  readonly asOf: string | null;
  readonly events: number;
  readonly readModels: readonly {
    readonly name: string;
    readonly digest: string;
    readonly position: string | null;
    readonly stopped: object | null;
    readonly live?: {
      readonly result: string;
      readonly why?: string;
      readonly rows: number;
      readonly differences: object[];
    };
  }[];
}

const folders: string[] = [];

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

afterAll(() => {
  for (const made of folders) removeFolder(made);
});

const sample = folder();

beforeAll(async () => {
  await runCommand(sample, 'import', CASES);
  await runCommand(sample, 'rebuild');
});

/** A folder with the sample in it, projected. */
function sampleFolder(): string {
  const data = folder();
  cpSync(sample, data, { recursive: true });
  return data;
}

async function replay(data: string, ...options: string[]): Promise<Ended & { readonly report: Report }> {
  const ended = await runCommand(data, 'replay', '--json', ...options);
  return { ...ended, report: JSON.parse(ended.stdout || '{}') as Report };
}

function digestsOf({ readModels }: Report): Record<string, string> {
  return Object.fromEntries(readModels.map(({ name, digest }) => [name, digest]));
}

function resultsOf({ readModels }: Report): Record<string, string | undefined> {
  return Object.fromEntries(readModels.map(({ name, live }) => [name, live?.result]));
}

function all<Value>(value: Value): Record<string, Value> {
  return Object.fromEntries(projections.map(({ name }) => [name, value]));
}

/** Changes the read models' file by hand, in the live tables: `{table}` stands for `<read model>.<table>`. */
function tamper(data: string, sql: string): void {
  const database = new Database(join(data, 'read.sqlite'));
  const generations = database.prepare<[], { name: string; generation: number }>(
    'SELECT name, generation FROM read_model WHERE live = 1',
  );
  const at = new Map(generations.all().map(({ name, generation }) => [name, String(generation)]));
  const changed = database
    .prepare(
      sql.replace(
        /\{([\w-]+)\.(\w+)\}/g,
        (_, name: string, table: string) => `"${name.replace(/-/g, '_')}_${at.get(name) ?? ''}_${table}"`,
      ),
    )
    .run().changes;
  database.close();
  if (changed !== 1) throw new Error(`${String(changed)} rows were changed`);
}

describe('a replay', () => {
  let data: string;

  beforeAll(() => {
    data = sampleFolder();
  });

  it('gives the digests of the live read models, and tells how far it went', async () => {
    const { code, report, stderr } = await replay(data, '--compare');
    expect([code, stderr]).toEqual([0, '']);
    expect(digestsOf(report)).toEqual(digestsIn(data));
    expect(resultsOf(report)).toEqual(all('same'));
    expect(report.position).toBe(report.readModels.find(({ name }) => name === 'audit-log')?.position);
    expect(report.events).toBe(Number(`0x${report.position?.slice(-16) ?? ''}`));
  });

  it('up to a position or an instant gives what the log gave then, every time, whatever came since', async () => {
    const { report: now } = await replay(data);
    const { report: again } = await replay(data, '--to', now.position ?? '');
    expect(again).toEqual(now);
    const { report: then } = await replay(data, '--to', now.asOf ?? '');
    expect(then).toEqual(now);
    const { report: before } = await replay(data, '--to', '2000-06-27T12:00+02:00');
    expect([before.events, before.position, before.asOf]).toEqual([0, null, null]);
    const { report: later } = await replay(data);
    // Those that asked are entries too, and the only ones that came since.
    expect(later.events).toBe(now.events + 4);
    const { 'audit-log': _, ...others } = digestsOf(now);
    expect(digestsOf(later)).toMatchObject(others);
    expect(digestsOf(later)['audit-log']).not.toBe(digestsOf(now)['audit-log']);
  });

  it('compares only what stands where it ends', async () => {
    const { report: now } = await replay(data, '--compare');
    const here = await replay(data, '--compare', '--to', now.position ?? '');
    expect([here.code, resultsOf(here.report)]).toEqual([0, all('same')]);
    const early = await replay(data, '--compare', '--to', `${(now.position ?? '').slice(0, -16)}0000000000000003`);
    expect(early.code).toBe(1);
    expect(resultsOf(early.report)).toEqual(all('not-compared'));
    expect(early.report.readModels[0]?.live?.why).toBe(`it stands at ${String(now.position)}`);
  });

  it('prints for a person the position, the events and each digest, and leaves nothing behind', async () => {
    const [temporary, before] = [folder(), readdirSync(data)];
    const env = { TMPDIR: temporary, SQLITE_TMPDIR: temporary };
    const { code, stdout } = await startCommand(data, ['replay', '--compare'], env).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ events replayed, up to [0-9a-f]{32}\.[0-9a-f]{16}, recorded at \S+Z\n/);
    expect(stdout).toMatch(/\ncampaign-overview +[0-9a-f]{64} +the same live\n/);
    expect([readdirSync(temporary), readdirSync(data)]).toEqual([[], before]);
  });

  it('that makes no sense is refused with 2, and no entry says that it was asked for', async () => {
    const entries = (await replay(data)).report.events;
    const other = `${'0'.repeat(32)}.0000000000000001`;
    const beyond = `${String((await replay(data)).report.position).slice(0, 32)}.${'f'.repeat(16)}`;
    const wrong: [string, string][] = [
      ['yesterday', 'It must be a position'],
      [other, 'of another log'],
      [beyond, 'behind the end of the log'],
    ];
    const ended = await Promise.all(wrong.map(([to]) => runCommand(data, 'replay', '--to', to)));
    for (const [index, [to, words]] of wrong.entries())
      expect([to, ended[index]]).toEqual([to, { code: 2, stdout: '', stderr: expect.stringContaining(words) }]);
    expect((await replay(data)).report.events).toBe(entries + 2);
  });

  it('without a store to reach ends with 3', async () => {
    const gone = await startCommand(folder(), ['replay'], { DEMARCHE_EVENT_STORE: 'esdb://127.0.0.1:1?tls=false' })
      .ended;
    expect(gone.code).toBe(3);
  });
});

describe('a comparison of read models that somebody has changed by hand', () => {
  let data: string;

  beforeEach(() => {
    data = sampleFolder();
  });

  async function differences(readModel: string) {
    const ended = await replay(data, '--compare');
    const { [readModel]: _, ...others } = resultsOf(ended.report);
    expect(new Set(Object.values(others))).toEqual(new Set(['same']));
    return { code: ended.code, ...ended.report.readModels.find(({ name }) => name === readModel)?.live };
  }

  it('names the table, the row and the field, with both values', async () => {
    tamper(data, `UPDATE {proposals.proposal} SET title = 'Forged' WHERE title = 'Warsaw Declaration'`);
    const found = await differences('proposals');
    expect(found).toMatchObject({ code: 1, result: 'differs', rows: 1 });
    expect(found.differences).toEqual([
      {
        table: 'proposal',
        key: { stream: expect.stringMatching(/^proposal-/) },
        row: 'other',
        fields: [{ field: 'title', live: 'Forged', replayed: 'Warsaw Declaration' }],
      },
    ]);
    const { stdout } = await runCommand(data, 'replay', '--compare');
    expect(stdout).toMatch(/\nproposals +[0-9a-f]{64} +1 row differs live\n/);
    expect(stdout).toMatch(
      /\nproposals, table proposal, row \{"stream":"proposal-.*"\}: title is "Forged" live, "Warsaw Declaration" replayed\n/,
    );
  });

  it('sees text, numbers, truths, positions, what is unknown, JSON and what was some', async () => {
    const [changed, broken] = ['ImportFinished', 'ImportStarted'];
    tamper(
      data,
      `UPDATE {audit-log.entry} SET actor = 'nobody', recorded_late = 7, sourced = 1, position = 'f', reason = 'R',
         data = '{"written":0}' WHERE name = '${changed}'`,
    );
    tamper(data, `UPDATE {audit-log.entry} SET data = 'none' WHERE name = '${broken}'`);
    const { code, rows, differences: found } = await differences('audit-log');
    expect([code, rows]).toEqual([1, 2]);
    const key = (revision: number) => ({ stream: expect.stringMatching(/^import-/), revision });
    expect(found).toMatchObject([
      {
        table: 'entry',
        key: key(0),
        fields: [{ field: 'data', live: 'none', replayed: { lines: expect.any(Number) } }],
      },
      {
        table: 'entry',
        key: key(1),
        fields: [
          { field: 'position', live: 'f' },
          { field: 'actor', live: 'nobody', replayed: 'cli' },
          { field: 'sourced', live: true, replayed: false },
          { field: 'recordedLate', live: 7, replayed: 0 },
          { field: 'reason', live: 'R', replayed: null },
          { field: 'data', live: { written: 0 } },
        ],
      },
    ]);
  });

  it('does not take other words of the same JSON for a difference', async () => {
    tamper(data, `UPDATE {audit-log.entry} SET data = ' ' || data WHERE name = 'ImportFinished'`);
    expect((await differences('audit-log')).code).toBe(0);
  });

  it('names a row that is missing, one that is too many, and one that went elsewhere', async () => {
    tamper(data, `DELETE FROM {audit-log.entry} WHERE name = 'ImportStarted'`);
    expect(await differences('audit-log')).toMatchObject({
      code: 1,
      rows: 1,
      differences: [{ table: 'entry', key: { revision: 0 }, row: 'missing', fields: [] }],
    });
    tamper(
      data,
      `INSERT INTO {audit-log.object} (stream, campaign_id, visibility, title, arenas) VALUES ('zzz-1', NULL, 'public', 'T', NULL)`,
    );
    tamper(data, `UPDATE {audit-log.entry} SET revision = 5 WHERE name = 'ImportFinished'`);
    const found = await differences('audit-log');
    expect(found.differences?.map((of) => ({ ...of, key: { ...(of as { key: object }).key, stream: '' } }))).toEqual([
      { table: 'entry', key: { stream: '', revision: 0 }, row: 'missing', fields: [] },
      { table: 'entry', key: { stream: '', revision: 1 }, row: 'missing', fields: [] },
      { table: 'entry', key: { stream: '', revision: 5 }, row: 'too-many', fields: [] },
      { table: 'object', key: { stream: '' }, row: 'too-many', fields: [] },
    ]);
  });

  it('says why where there is nothing to compare with', async () => {
    tamper(data, `UPDATE read_model SET version = 99 WHERE name = 'proposals'`);
    tamper(data, `DELETE FROM read_model WHERE name = 'criteria'`);
    tamper(data, `UPDATE read_model SET shown_event_id = 'another' WHERE name = 'ministerials'`);
    const { code, report } = await replay(data, '--compare');
    const whyOf = (name: string) => report.readModels.find((of) => of.name === name)?.live?.why;
    expect(code).toBe(1);
    expect(['proposals', 'criteria', 'ministerials'].map(whyOf)).toEqual([
      expect.stringContaining('of version 99'),
      expect.stringContaining('none yet'),
      expect.stringContaining('another log'),
    ]);
  });
});

describe('a replay beside a running server', () => {
  it('compares at one moment, while entries go on being written', async () => {
    const data = folder();
    const server = await RunningServer.start({ folder: data });
    await runCommand(data, 'import', CASES);
    const during = new AbortController();
    const writing = writeOnUntil(during.signal, server);
    const { code, report } = await replay(data, '--compare');
    during.abort();
    expect(await writing).toBeGreaterThan(10);
    expect([code, resultsOf(report)]).toEqual([0, all('same')]);
    await server.stop();
  });

  it('on an EventStoreDB gives the digests of every server on it', async () => {
    const database = await startEventStoreDb();
    const env = {
      DEMARCHE_EVENT_STORE: database.connectionString,
      DEMARCHE_EVENTSTOREDB_NAMESPACE: `test${randomBytes(8).toString('hex')}`,
    };
    const data = folder();
    const server = await RunningServer.start({ folder: data, env });
    const run = (...verb: string[]) => startCommand(data, verb, env).ended;
    await run('import', CASES);
    const here = JSON.parse((await run('replay', '--json', '--compare')).stdout) as Report;
    expect(resultsOf(here)).toEqual(all('same'));
    const elsewhere = await startCommand(folder(), ['replay', '--json', '--to', here.position ?? ''], env).ended;
    expect(digestsOf(JSON.parse(elsewhere.stdout) as Report)).toEqual(digestsOf(here));
    await server.stop();
    await database.stop();
  });
});

/** Writes one entry after another; how many there were. */
async function writeOnUntil(signal: AbortSignal, { api }: RunningServer): Promise<number> {
  const campaign = await api.log('campaigns', launch());
  let written = 0;
  for (; !signal.aborted; written++)
    await api.log(`campaigns/${campaign.id}/record-development`, { summary: String(written), occurredOn: '2007' });
  return written;
}
