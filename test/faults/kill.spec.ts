import { join } from 'node:path';
import Database from 'better-sqlite3';
import { underLoad } from './under-load.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';

/** How often: `npm run test:faults` runs any number. */
const KILLS = Number(process.env['DEMARCHE_TEST_KILLS'] ?? 10);

it(
  `kill -9 at random moments under four clients, ${String(KILLS)} times: no acknowledged command is lost, none has two effects, the log is whole, and read models converge to a rebuild`,
  async () => {
    const folder = newFolder();
    const strike = async (server: RunningServer): Promise<RunningServer> => {
      await server.kill();
      return RunningServer.start({ folder });
    };
    const outcome = await underLoad({ folder, times: KILLS, strike });
    expect(outcome.acknowledgedAfter).toHaveLength(KILLS);
    expect(outcome.acknowledged).toBeGreaterThan(KILLS * 4);
    expect(outcome.lost).toEqual([]);
    expect(outcome.doubled).toEqual([]);
    expect(outcome.live).toEqual(outcome.rebuilt);
    const log = new Database(join(folder, 'log.sqlite'), { readonly: true });
    expect(log.pragma('integrity_check', { simple: true })).toBe('ok');
    log.close();
    removeFolder(folder);
  },
  60_000 + KILLS * 20_000,
);
