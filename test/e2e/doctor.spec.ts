import { chmodSync, cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { eventually } from '../support/eventually.js';
import { preload } from '../support/preload.js';
import { startCommand } from '../support/run-command-line.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';

interface Found {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly advice?: string;
}

const CHECKS = ['settings', 'versions', 'data folder', 'disk', 'log', 'read database', 'read models', 'clock'];
const folders: string[] = [];
afterAll(() => folders.forEach(removeFolder));

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

/** What the doctor says, by check; and with which exit code. */
async function doctor(data: string, env = {}): Promise<{ code: number | null; found: Record<string, Found> }> {
  const { code, stdout, stderr } = await startCommand(data, ['doctor', '--json'], env).ended;
  if (stdout === '') throw new Error(stderr);
  const { checks } = JSON.parse(stdout) as { checks: Found[] };
  return { code, found: Object.fromEntries(checks.map((each) => [each.name, each])) };
}

const statesOf = (found: Record<string, Found>): object =>
  Object.fromEntries(Object.values(found).flatMap(({ name, state }) => (state === 'ok' ? [] : [[name, state]])));

let used: string;
const copy = (): string => {
  const data = folder();
  cpSync(used, data, { recursive: true });
  return data;
};

beforeAll(async () => {
  const server = await RunningServer.start({ folder: folder() });
  const campaign = await server.api.log('campaigns', launch());
  const write = () => server.api.log(`campaigns/${campaign.id}/log-action`, action({ result: 'x'.repeat(2_000) }));
  for (const receipt of await Promise.all(Array.from({ length: 30 }, write)))
    await server.api.read('audit/log?limit=1', receipt);
  await server.stop();
  used = server.folder;
});

it('finds nothing wrong beside a running server, with 0, and says so in words', async () => {
  const server = await RunningServer.start({ folder: copy() });
  await server.api.read('audit/log', await server.api.log('campaigns', launch()));
  const { code, found } = await doctor(server.folder);
  expect([code, statesOf(found)]).toEqual([0, {}]);
  expect(Object.keys(found)).toEqual(CHECKS);
  expect(found['data folder']?.detail).toContain('a server runs on it');
  expect(found['log']?.detail).toMatch(/^32 events, whole; log [0-9a-f]{32}, version 1$/);
  await server.stop();
  const { code: later, stdout, stderr } = await startCommand(server.folder, ['doctor']).ended;
  expect([later, stderr]).toEqual([0, '']);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 22).trimEnd()),
  ).toEqual(CHECKS.map((name) => `ok       ${name}`));
  expect(stdout).toContain('no server runs on it');
});

it('tells of a disk without room, with 1, and of one that will soon have none, with 0', async () => {
  const free = join(folder(), 'free-bytes');
  const env = { ...preload('disk'), DEMARCHE_TEST_FREE_BYTES: free };
  writeFileSync(free, String(63 * 2 ** 20));
  const full = await doctor(used, env);
  expect([full.code, statesOf(full.found)]).toEqual([1, { disk: 'failed' }]);
  expect(full.found['disk']).toMatchObject({ detail: expect.stringContaining('63 MiB'), advice: expect.any(String) });
  writeFileSync(free, String(500 * 2 ** 20));
  const soon = await doctor(used, env);
  expect([soon.code, statesOf(soon.found)]).toEqual([0, { disk: 'warning' }]);
});

it('tells of a clock that has fallen behind what was recorded', async () => {
  const clock = join(folder(), 'ahead');
  writeFileSync(clock, String(-24 * 60 * 60 * 1_000));
  const { code, found } = await doctor(used, { ...preload('clock'), DEMARCHE_TEST_CLOCK: clock });
  expect([code, statesOf(found)]).toEqual([0, { clock: 'warning' }]);
  expect(found['clock']?.advice).toContain('none is lost');
});

it('tells of files that others may read', async () => {
  const data = copy();
  chmodSync(join(data, 'log.sqlite'), 0o644);
  const { code, found } = await doctor(data);
  expect([code, statesOf(found)]).toEqual([0, { 'data folder': 'warning' }]);
  expect(found['data folder']).toMatchObject({
    detail: expect.stringContaining(join(data, 'log.sqlite')),
    advice: `chmod -R go= ${data}`,
  });
});

it('tells of read models that stand still, with 1, of those of another version, and of how far behind they are', async () => {
  const server = await RunningServer.start({ folder: copy() });
  const store = openSqliteEventStore(join(server.folder, 'log.sqlite'));
  const [recorded] = (await store.readAll('start', 1)).events;
  const id = '00000000-0000-4000-8000-000000000009';
  const append = (stream: string, type: string) =>
    store.append(stream as 'proposal-1', 'none', [{ id, type, data: {}, metadata: recorded!.metadata }]);
  await append('proposal-1', 'proposal.Sung.v1');
  await eventually(async () => expect((await server.api.get('/readyz')).body.degraded).not.toEqual([]));
  const stopped = await doctor(server.folder);
  expect([stopped.code, statesOf(stopped.found)]).toEqual([1, { 'read models': 'failed' }]);
  expect(stopped.found['read models']?.detail).toContain('proposal.Sung.v1');
  await store.close();
  await server.stop();

  const data = copy();
  const models = new Database(join(data, 'read.sqlite'));
  models.exec("UPDATE read_model SET version = 0 WHERE name = 'criteria'");
  models.close();
  const old = await doctor(data);
  expect([old.code, statesOf(old.found)]).toEqual([0, { 'read models': 'warning' }]);
  expect(old.found['read models']).toMatchObject({
    detail: expect.stringMatching(/: criteria$/),
    advice: expect.stringContaining('rebuild'),
  });

  const late = copy();
  const log = openSqliteEventStore(join(late, 'log.sqlite'));
  const [first] = (await log.readAll('start', 1)).events;
  await log.append('proposal-2', 'none', [{ id, type: 'proposal.Any.v1', data: {}, metadata: first!.metadata }]);
  await log.close();
  expect((await doctor(late)).found['read models']).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/^1 events/),
  });
});

it('tells what to do about a damaged log or read database, with 3 or 1, and leaves both alone', async () => {
  const torn = copy();
  truncateSync(join(torn, 'log.sqlite'), 40_960);
  const before = readFileSync(join(torn, 'log.sqlite'));
  const log = await doctor(torn);
  expect(log.code).toBe(3);
  expect(log.found['log']).toMatchObject({
    state: 'failed',
    detail: expect.stringContaining(join(torn, 'log.sqlite')),
  });
  expect(log.found['log']?.detail).toContain('restore a backup');
  expect(log.found['disk']?.state).toBe('ok');
  expect(readFileSync(join(torn, 'log.sqlite')).equals(before)).toBe(true);

  const spoilt = copy();
  truncateSync(join(spoilt, 'read.sqlite'), 40_960);
  const models = await doctor(spoilt);
  expect([models.code, statesOf(models.found)]).toMatchObject([1, { 'read database': 'failed' }]);
  expect(models.found['log']?.state).toBe('ok');
  expect(models.found['read database']).toMatchObject({
    state: 'failed',
    advice: expect.stringContaining('take read.sqlite away'),
  });
  rmSync(join(spoilt, 'read.sqlite'));
  expect(statesOf((await doctor(spoilt)).found)).toMatchObject({ 'read database': 'warning' });
});

it('finds a lost entry that the start does not look for', async () => {
  const data = copy();
  const log = new Database(join(data, 'log.sqlite'));
  log.exec('DROP TRIGGER event_refuses_delete; DELETE FROM event WHERE position = 7');
  log.close();
  const { code, found } = await doctor(data);
  expect(code).toBe(3);
  expect(found['log']).toMatchObject({ state: 'failed', detail: expect.stringContaining('30 events and ends at 31') });
});

it('tells of a folder that is not there, with 3, and does not make it', async () => {
  const nowhere = join(folder(), 'data');
  const { code, found } = await doctor(nowhere);
  expect(code).toBe(3);
  expect(found['data folder']).toMatchObject({ state: 'failed', advice: expect.stringContaining('DEMARCHE_DATA_DIR') });
  expect(existsSync(nowhere)).toBe(false);
});

it('a setting that makes no sense is named, with 2', async () => {
  const ended = await startCommand(used, ['doctor'], { PORT: 'ninety' }).ended;
  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('PORT') });
});
