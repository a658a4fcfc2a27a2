import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestsIn } from '../support/digests.js';
import { eventually } from '../support/eventually.js';
import { preload } from '../support/preload.js';
import { commandAnswer } from '../support/run-command-line.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const AHEAD = [{ what: 'clock', why: 'runs behind the time of entries recorded before' }];

interface Entry {
  readonly eventId: string;
  readonly position: string;
  readonly recordedAt: string;
}

it('a clock that jumps forward a day and back loses nothing, never records backwards, and is named in readiness until it has caught up', async () => {
  const folder = newFolder();
  const scratch = newFolder();
  const clock = join(scratch, 'ahead');
  const env = { ...preload('clock'), DEMARCHE_TEST_CLOCK: clock };
  const jumpTo = (ahead: number): void => writeFileSync(clock, String(ahead));
  const degraded = async (): Promise<unknown> => (await server.api.get('/readyz')).body.degraded;
  const logged: string[] = [];
  const log = async (): Promise<void> => {
    const receipt = await server.api.log(`campaigns/${campaign.id}/log-action`, action());
    logged.push(...receipt.eventIds);
    await server.api.read(`campaigns/${campaign.id}/history`, receipt);
  };

  jumpTo(0);
  let server = await RunningServer.start({ folder, env });
  const campaign = await server.api.log('campaigns', launch());
  await log();
  jumpTo(DAY_MS);
  await log();
  expect(await degraded()).toEqual([]);
  jumpTo(0);
  await log();
  // Another object, whose own entries are all older.
  const other = await server.api.log('campaigns', launch());
  expect(await server.api.get('/readyz')).toMatchObject({ status: 200, body: { ready: true, degraded: AHEAD } });

  await server.stop();
  // What was recorded is told by the log itself, not only by what is derived from it.
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `read.sqlite${end}`), { force: true });
  server = await RunningServer.start({ folder, env });
  expect(await degraded()).toEqual(AHEAD);
  await server.api.log('campaigns', launch());
  await log();

  const { items } = (await server.api.read('audit/log?limit=200')) as { items: Entry[] };
  const inOrder = items.toSorted((a, b) => (a.position < b.position ? -1 : 1));
  const ids = inOrder.map(({ eventId }) => eventId);
  expect(ids).toEqual(expect.arrayContaining([...campaign.eventIds, ...other.eventIds, ...logged]));
  const times = inOrder.map(({ recordedAt }) => recordedAt);
  expect(times).toEqual(times.toSorted());
  expect(Date.parse(times.at(-1) as string)).toBeGreaterThan(Date.now() + DAY_MS / 2);

  const live = digestsIn(folder);
  expect(await commandAnswer(folder, 'rebuild')).toEqual(live);
  jumpTo(DAY_MS);
  await eventually(async () => expect(await degraded()).toEqual([]));
  await server.stop();
  removeFolder(folder);
  removeFolder(scratch);
});
