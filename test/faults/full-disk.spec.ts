import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { digestsIn } from '../support/digests.js';
import { eventually } from '../support/eventually.js';
import { preload } from '../support/preload.js';
import { commandAnswer } from '../support/run-command-line.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';
import { SmallDisk } from '../support/small-disk.js';

const MIB = 2 ** 20;
const NO_ROOM = { what: 'disk', why: expect.stringContaining('64 MiB') };

describe('a disk that runs out of room', () => {
  const scratch = newFolder();
  const free = join(scratch, 'free-bytes');
  const env = { ...preload('disk'), DEMARCHE_TEST_FREE_BYTES: free };
  const leave = (bytes: number): void => writeFileSync(free, String(bytes));
  let folder: string;

  beforeEach(() => {
    folder = newFolder();
    rmSync(free, { force: true });
  });
  afterEach(() => removeFolder(folder));
  afterAll(() => removeFolder(scratch));

  it('takes no entries below 64 MiB, says so, goes on reading, and takes them again once there is room', async () => {
    leave(64 * MIB);
    const server = await RunningServer.start({ folder, env });
    const key = { 'idempotency-key': randomUUID() };
    const first = await server.api.log('campaigns', launch(), key);
    await server.api.read('audit/log', first);
    expect((await server.api.get('/readyz')).body.degraded).toEqual([]);

    leave(63 * MIB);
    await eventually(async () => {
      const refused = await server.api.post('campaigns', launch());
      expect(refused).toMatchObject({ status: 503, body: { code: 'store.unavailable' } });
      expect(refused.headers.get('retry-after')).toBe('1');
    });
    expect(await server.api.read(`campaigns/${first.id}`)).toMatchObject({ id: first.id });
    expect(await server.api.log('campaigns', launch(), key)).toMatchObject({ eventIds: first.eventIds });
    expect(await server.api.get('/readyz')).toMatchObject({ status: 200, body: { ready: true, degraded: [NO_ROOM] } });

    leave(64 * MIB);
    const refused = { title: 'Refused until there is room' };
    await eventually(async () => expect((await server.api.post('campaigns', launch(refused))).status).toBe(201));
    const last = await server.api.log('campaigns', launch());
    const { items } = await server.api.read('campaigns?limit=200', last);
    expect(items.filter(({ title }: { title: string }) => title === refused.title)).toHaveLength(1);
    expect((await server.api.get('/readyz')).body.degraded).toEqual([]);
    await server.stop();
  });

  it('refuses to begin a new folder, in one line that names it', async () => {
    leave(63 * MIB);
    const { code, stderr } = await RunningServer.refusal({ folder, env, bootstrapToken: undefined });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^Demarche does not start: .*64 MiB.*\n$/);
    expect(stderr).toContain(folder);
  });

  const disk = SmallDisk.mount(48);
  if (typeof disk === 'string') {
    it.skip(`that is full to its last byte, skipped: a small disk could not be mounted (${disk})`, () => undefined);
    return;
  }
  afterAll(() => disk.unmount());

  it('and is full to its last byte answers 503, goes on reading, loses nothing that it acknowledged, and recovers', async () => {
    const data = join(disk.path, 'data');
    // Without the room that is kept free otherwise: what SQLite itself says is what is looked at.
    leave(1_000 * MIB);
    let server = await RunningServer.start({ folder: data, env });
    const campaign = await server.api.log('campaigns', launch());
    await server.api.read(`campaigns/${campaign.id}`, campaign);
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    const write = async (): Promise<number> => {
      const answer = await server.api.post(
        `campaigns/${campaign.id}/log-action`,
        action({ result: 'x'.repeat(4_000) }),
      );
      if (answer.status === 200) acknowledged.push(...(answer.body.eventIds as string[]));
      statuses.add(answer.status);
      return answer.status;
    };
    const writeUntil = (status: number): Promise<void> => eventually(async () => expect(await write()).toBe(status));

    await Promise.all(Array.from({ length: 32 }, write));
    disk.fill();
    await writeUntil(503);
    await Promise.all(Array.from({ length: 32 }, write));
    // Long enough for write-ahead logs to be copied, and read models to be tried again.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await server.api.read(`campaigns/${campaign.id}`)).toMatchObject({ id: campaign.id });
    expect((await server.api.get('/healthz')).status).toBe(200);
    disk.makeRoom();
    await writeUntil(200);
    expect([...statuses].toSorted()).toEqual([200, 503]);
    // No thread has died of it.
    expect(server.stderr).not.toContain('died');

    disk.fill();
    await writeUntil(503);
    expect(await server.stop()).toBe(0);
    disk.makeRoom();
    server = await RunningServer.start({ folder: data, env });
    const last = await server.api.log(`campaigns/${campaign.id}/log-action`, action());
    await server.api.read('audit/log', last);
    const recorded = await everyId(server, campaign.id);
    expect(acknowledged.filter((id) => !recorded.includes(id))).toEqual([]);
    expect(new Set(recorded).size).toBe(recorded.length);
    const live = digestsIn(data);
    expect(await commandAnswer(data, 'rebuild')).toEqual(live);
    await server.stop();
    const log = new Database(join(data, 'log.sqlite'));
    expect(log.pragma('integrity_check', { simple: true })).toBe('ok');
    log.close();
  });
});

async function everyId(server: RunningServer, campaignId: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await server.api.read(`campaigns/${campaignId}/history?limit=200${cursor && `&cursor=${cursor}`}`);
    ids.push(...page.items.map(({ eventId }: { eventId: string }) => eventId));
    cursor = page.next as string | null;
  }
  return ids;
}
