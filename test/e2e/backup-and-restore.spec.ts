import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { liveDigests } from '../../projections/digest.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { projections } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild.js';
import { createCodec } from '../../src/aggregates.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { openSqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { digestsIn } from '../support/digests.js';
import { commandAnswer, runCommand, startCommand } from '../support/run-command-line.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { action, endorse, launch, submit } from '../support/sample-entries.js';

interface BackedUp {
  readonly logId: string;
  readonly position: string;
  readonly events: number;
  readonly hasReadModels: boolean;
}

interface Restored {
  readonly logId: string;
  readonly events: number;
  readonly readModels: Record<string, string>;
}

const folders: string[] = [];
afterAll(() => folders.forEach(removeFolder));

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

const modesIn = (path: string): string[] =>
  ['.', ...readdirSync(path)].map((name) => `${name} ${(statSync(join(path, name)).mode & 0o777).toString(8)}`);

const bytesIn = (path: string): Map<string, string> =>
  new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name)).toString('base64')]));

/** Digests of the read models that a log gives up to a position. */
async function digestsUpTo(log: string, position: string): Promise<Record<string, string>> {
  const store = openSqliteEventStore(log);
  const upTo: EventStore = Object.assign(Object.create(store) as EventStore, {
    head: () => Promise.resolve(position),
    readAll: async (after: string, limit: number) => {
      const { events } = await store.readAll(after, limit);
      const ours = events.filter((event) => event.position <= position);
      return { events: ours, end: ours.at(-1)?.position ?? position };
    },
  });
  const database = new SqliteReadDatabase(':memory:');
  await rebuild(projections, { store: upTo, codec: createCodec(), database });
  const digests = liveDigests(database, projections);
  database.close();
  await store.close();
  return digests;
}

describe('a data folder that a server works on', () => {
  let server: RunningServer;
  const backups: { path: string; made: BackedUp }[] = [];
  let atRest: Record<string, string>;
  let marks: string[];

  beforeAll(async () => {
    server = await RunningServer.start({ folder: folder() });
    const campaign = await server.api.log('campaigns', launch());
    const proposal = await server.api.log('proposals', submit(campaign.id));
    const logged: string[] = [];
    let over = false;
    const write = async (client: number): Promise<void> => {
      while (!over) {
        const receipts = [
          await server.api.log(`campaigns/${campaign.id}/log-action`, action({ result: 'x'.repeat(3_000) })),
          await server.api.log(
            `proposals/${proposal.id}/endorse`,
            endorse({ reservation: String(Math.random()), country: ['CHL', 'CZE', 'POL', 'KOR'][client] }),
          ),
        ];
        logged.push(...receipts.flatMap(({ eventIds }) => eventIds));
      }
    };
    const writers = [0, 1, 2, 3].map(write);
    for (let index = 0; index < 2; index++) {
      const before = logged.length;
      const path = join(folder(), 'backup');
      backups.push({ path, made: await commandAnswer<BackedUp>(server.folder, 'backup', path) });
      expect(logged.length).toBeGreaterThan(before);
    }
    over = true;
    await Promise.all(writers);
    marks = logged;
    const last = await server.api.log('campaigns', launch({ title: 'The last before the server rests' }));
    await server.api.read('audit/log?limit=1', last);
    const path = join(folder(), 'backup');
    backups.push({ path, made: await commandAnswer<BackedUp>(server.folder, 'backup', path) });
    atRest = digestsIn(server.folder);
    await server.stop();
  });

  it('is backed up whole while entries are written: restored, its read models are those of the same events', async () => {
    for (const { path, made } of backups.slice(0, 2)) {
      const target = folder();
      const restored = await commandAnswer<Restored>(target, 'restore', path);
      expect(restored.events).toBe(made.events);
      expect(restored.readModels).toEqual(await digestsUpTo(join(server.folder, 'log.sqlite'), made.position));
      expect(restored.readModels).toEqual(digestsIn(target));
    }
    const [first, second] = backups.map(({ made }) => made.events);
    expect(second).toBeGreaterThan(first as number);
  });

  it('is restored to the digests of the live read models, under a new log id, and served from there', async () => {
    const { path, made } = backups[2]!;
    const target = join(folder(), 'not', 'there', 'yet');
    const { code, stdout, stderr } = await runCommand(target, 'restore', path);
    expect([code, stderr]).toEqual([0, expect.stringContaining('building read models anew')]);
    for (const [name, digest] of Object.entries(atRest))
      expect(stdout).toMatch(new RegExp(`^${name} +${digest}$`, 'm'));
    expect(stdout).toMatch(
      /The log has a new id, [0-9a-f]{32}: .*\nTokens are valid as they were then. Read models were built anew/,
    );
    expect(modesIn(target).filter((line) => !/^\. 700$|^\S+ 600$/.test(line))).toEqual([]);

    const restored = await RunningServer.start({ folder: target });
    expect(await restored.api.get('/readyz')).toMatchObject({ status: 200 });
    const foreign = await restored.api.get(`audit/log?after=${made.position}`);
    expect(foreign).toMatchObject({ status: 400, body: { code: 'position.foreign' } });
    const receipt = await restored.api.log('campaigns', launch());
    expect(receipt.position.slice(0, 32)).not.toBe(made.logId);
    await restored.api.read('audit/log?limit=1', receipt);
    await restored.stop();
    const log = new Database(join(target, 'log.sqlite'));
    const ids = log.prepare<[], string>('SELECT lower(hex(id)) FROM event').pluck().all();
    expect(marks.filter((id) => !ids.includes(id.replaceAll('-', '')))).toEqual([]);
    expect(() => log.exec('UPDATE log SET id = lower(hex(randomblob(16)))')).toThrow('append-only');
    log.close();
  });

  it('gives backups that are for their owner alone, say what they hold, and are read where nothing can be written', async () => {
    const { path, made } = backups[2]!;
    expect(modesIn(path)).toEqual(['. 700', 'backup.json 600', 'log.sqlite 600', 'read.sqlite 600']);
    const { logId, position, events } = JSON.parse(readFileSync(join(path, 'backup.json'), 'utf8')) as BackedUp;
    expect({ logId, position, events }).toEqual({ logId: made.logId, position: made.position, events: made.events });
    const before = bytesIn(path);
    chmodSync(path, 0o500);
    expect((await runCommand(folder(), 'restore', path)).code).toBe(0);
    chmodSync(path, 0o700);
    expect(bytesIn(path)).toEqual(before);
  });

  it('is not written to by a backup, and can be backed up after a kill', async () => {
    const killed = await RunningServer.start({ folder: folder() });
    await killed.api.log('campaigns', launch());
    await killed.kill();
    const before = bytesIn(killed.folder);
    const made = await commandAnswer<BackedUp>(killed.folder, 'backup', join(folder(), 'backup'));
    expect(made).toMatchObject({ events: 1, hasReadModels: true });
    const after = bytesIn(killed.folder);
    for (const index of [before, after]) for (const end of ['log', 'read']) index.delete(`${end}.sqlite-shm`);
    expect(after).toEqual(before);
  });

  it('whose read models are damaged is backed up without them, with 1', async () => {
    const data = folder();
    cpSync(server.folder, data, { recursive: true });
    truncateSync(join(data, 'read.sqlite'), 40_960);
    const path = join(folder(), 'backup');
    const { code, stdout, stderr } = await runCommand(data, 'backup', path);
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.stringContaining('are backed up'),
      expect.stringContaining('left out'),
    ]);
    expect(readdirSync(path)).toEqual(['backup.json', 'log.sqlite']);
    expect((await commandAnswer<Restored>(folder(), 'restore', path)).readModels).toEqual(atRest);
  });

  it('is not touched by a restore while the server runs, which is refused by name', async () => {
    const running = await RunningServer.start({ folder: folder() });
    const refused = await runCommand(running.folder, 'restore', backups[0]!.path);
    expect(refused).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining(`${running.folder} is in use`),
    });
    expect((await running.api.post('campaigns', launch())).status).toBe(201);
    await running.stop();
    const again = await runCommand(running.folder, 'restore', backups[0]!.path);
    expect(again).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`${running.folder} is not empty`),
    });
  });

  it('a backup that is damaged, half, or of another log is refused by name, and leaves nothing behind', async () => {
    const spoilt = (spoil: (path: string) => void): string => {
      const path = folder();
      cpSync(backups[0]!.path, path, { recursive: true });
      spoil(path);
      return path;
    };
    const overwrite = (path: string): void => {
      const bytes = readFileSync(join(path, 'log.sqlite'));
      writeFileSync(join(path, 'log.sqlite'), bytes.fill(0x5a, 40_960, 65_536));
    };
    const cases: [string, number, string][] = [
      [spoilt(overwrite), 1, 'damaged'],
      [spoilt((path) => cpSync(join(backups[2]!.path, 'log.sqlite'), join(path, 'log.sqlite'))), 1, 'another log'],
      [spoilt((path) => writeFileSync(join(path, 'log.sqlite'), 'Dear Secretary-General, '.repeat(500))), 1, 'damaged'],
      [server.folder, 2, 'no whole backup'],
      ['/nowhere', 2, 'no whole backup'],
    ];
    for (const [path, code, words] of cases) {
      const target = folder();
      const refused = await runCommand(target, 'restore', path);
      expect([path, refused]).toEqual([path, { code, stdout: '', stderr: expect.stringContaining(words) }]);
      expect(refused.stderr).not.toMatch(/^ +at /m);
      expect(readdirSync(target).filter((name) => !name.startsWith('writer.lock'))).toEqual([]);
    }
  });

  it('is not backed up into itself, onto something, nor where there is no log', async () => {
    const occupied = folder();
    writeFileSync(join(occupied, 'mine'), '');
    const inside = join(server.folder, 'backup');
    const nowhere = join(folder(), 'data');
    mkdirSync(nowhere);
    const [within, onto, none, elsewhere] = await Promise.all([
      runCommand(server.folder, 'backup', inside),
      runCommand(server.folder, 'backup', occupied),
      runCommand(nowhere, 'backup', join(folder(), 'backup')),
      startCommand(server.folder, ['backup', '/nowhere'], { DEMARCHE_EVENT_STORE: 'esdb://127.0.0.1:1' }).ended,
    ]);
    expect([within, onto, none, elsewhere]).toMatchObject([
      { code: 2, stderr: expect.stringContaining('lies in the data folder') },
      { code: 2, stderr: expect.stringContaining('is not empty') },
      { code: 3, stderr: expect.stringContaining(`there is no log in ${nowhere}`) },
      { code: 2, stderr: expect.stringContaining('DEMARCHE_EVENT_STORE') },
    ]);
    expect(readdirSync(nowhere)).toEqual([]);
    expect(readdirSync(occupied)).toEqual(['mine']);
  });
});
