import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preload } from '../support/preload.js';
import { startCommand } from '../support/run-command-line.js';
import { newFolder, RunningServer, removeFolder } from '../support/running-server.js';
import { launch } from '../support/sample-entries.js';
import { startEventStoreDb } from '../support/started-event-store-db.js';

describe('the past by an instant, where several servers have recorded, each by its own clock', () => {
  it('is what stood at the last position that was recorded at or before it', async () => {
    const database = await startEventStoreDb();
    const folder = newFolder();
    const clock = join(folder, 'clock');
    writeFileSync(clock, '3000');
    const env = {
      DEMARCHE_EVENT_STORE: database.connectionString,
      DEMARCHE_EVENTSTOREDB_NAMESPACE: `test${randomBytes(8).toString('hex')}`,
    };
    const clockAhead = { ...env, ...preload('clock'), DEMARCHE_TEST_CLOCK: clock };
    const ahead = await RunningServer.start({ env: clockAhead });
    const right = await RunningServer.start({ env });
    let last = await ahead.api.log('campaigns', launch());
    for (const server of [right, ahead, right, right, ahead, right]) last = await server.api.log('campaigns', launch());
    const entries = (await ahead.api.read('audit/log', last)).items as { position: string; recordedAt: string }[];
    const times = entries.map(({ recordedAt }) => Date.parse(recordedAt));
    expect(times).not.toEqual(times.toSorted((a, b) => a - b));
    for (const time of times.flatMap((ms) => [ms - 1, ms])) {
      const instant = new Date(time).toISOString();
      const expected = entries.findLast(({ recordedAt }) => recordedAt <= instant)?.position ?? null;
      const { position } = await ahead.api.read(`audit/log?asOf=${instant}`);
      expect([instant, position]).toEqual([instant, expected]);
    }
    const early = times.find((time, index) => times.slice(0, index).some((before) => before > time)) ?? 0;
    const instant = new Date(early).toISOString();
    const replay = ['replay', '--json', '--to', instant];
    const replayed = await startCommand(right.folder, replay, clockAhead).ended;
    const { position } = await ahead.api.read(`audit/log?asOf=${instant}`);
    expect(JSON.parse(replayed.stdout)).toMatchObject({ position });
    await Promise.all([ahead.stop(), right.stop()]);
    await database.stop();
    for (const of of [folder, ahead.folder, right.folder]) removeFolder(of);
  });
});
