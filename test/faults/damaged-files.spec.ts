import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { digestsIn } from '../support/digests.js';
import { eventually } from '../support/eventually.js';
import { runCommand } from '../support/run-command-line.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';

type End = 'stop' | 'kill';

const folders: string[] = [];
/** By how the server ended that worked on it: a kill leaves write-ahead logs behind. */
const used: Partial<Record<End, string>> = {};

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

async function useFolder(end: End): Promise<string> {
  const server = await RunningServer.start({ folder: folder() });
  const campaign = await server.api.log('campaigns', launch());
  const write = () => server.api.log(`campaigns/${campaign.id}/log-action`, action({ result: 'x'.repeat(2_000) }));
  for (const receipt of await Promise.all(Array.from({ length: 60 }, write)))
    await server.api.read('audit/log?limit=1', receipt);
  // The write-ahead logs are copied once a second; what is written then stands in them alone.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await server.api.read('audit/log?limit=1', await write());
  await server[end]();
  return server.folder;
}

function copyOf(end: End): string {
  const copy = folder();
  cpSync(used[end] as string, copy, { recursive: true });
  return copy;
}

beforeAll(async () => {
  used.stop = await useFolder('stop');
  used.kill = await useFolder('kill');
});
afterAll(() => folders.forEach(removeFolder));

function takeAway(...files: string[]): void {
  for (const file of files) rmSync(file, { force: true });
}

const DAMAGES: Record<string, (file: string) => void> = {
  'cut off': (file) => truncateSync(file, Math.floor(statSync(file).size / 8_192) * 4_096),
  'overwritten in its middle': (file) => {
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    writeFileSync(file, bytes.fill(0x5a, middle, middle + 8_192));
  },
  'another application’s': (file) => {
    takeAway(file, `${file}-wal`, `${file}-shm`);
    const foreign = new Database(file);
    foreign.exec('PRAGMA application_id = 1234; CREATE TABLE theirs (a)');
    foreign.close();
  },
  'no database at all': (file) => {
    takeAway(`${file}-wal`, `${file}-shm`);
    writeFileSync(file, 'Dear Secretary-General, '.repeat(500));
  },
};

const REFUSED: [name: string, damage: string, end: End][] = ['log.sqlite', 'read.sqlite'].flatMap((name) => [
  ...Object.keys(DAMAGES).map((damage): [string, string, End] => [name, damage, 'stop']),
  [name, 'cut off', 'kill'] as [string, string, End],
]);

it.each(REFUSED)(
  'a %s that is %s is refused at the start by its name, saying what to do, and left as it is (after a %s)',
  async (name, damage, end) => {
    const data = copyOf(end);
    const file = join(data, name);
    DAMAGES[damage]?.(file);
    const damaged = readFileSync(file);
    const { code, stderr } = await RunningServer.refusal({ folder: data });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Demarche does not start: .*\n$/);
    expect(stderr).toContain(file);
    expect(stderr).toMatch(name === 'log.sqlite' ? /restore a backup/ : /builds it anew from the log/);
    expect(readFileSync(file).equals(damaged)).toBe(true);
  },
);

it('the command line refuses them by the same name, with 3', async () => {
  const data = copyOf('stop');
  const file = join(data, 'read.sqlite');
  DAMAGES['cut off']?.(file);
  expect(await runCommand(data, 'rebuild')).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringContaining(file),
  });
});

it('read models whose file was taken away are built anew at the next start', async () => {
  const data = copyOf('stop');
  const file = join(data, 'read.sqlite');
  const before = digestsIn(data);
  takeAway(file, `${file}-wal`, `${file}-shm`);
  const server = await RunningServer.start({ folder: data });
  await eventually(async () => expect((await server.api.get('/readyz')).status).toBe(200));
  await server.stop();
  expect(digestsIn(data)).toEqual(before);
});
