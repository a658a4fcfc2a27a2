import { randomBytes } from 'node:crypto';
import { DatabaseProcess } from '../support/database-process.js';
import { newFolder, removeFolder, type RunningServer } from '../support/running-server.js';
import { underLoad, type Outcome } from './under-load.js';

const TIMES = Number(process.env['DEMARCHE_TEST_STRIKES'] ?? 20);
const FROZEN_MS = 20_000;
const server = process.env['DEMARCHE_TEST_EVENTSTOREDB'];
const command = process.env['DEMARCHE_TEST_EVENTSTOREDB_START'];

function expectNothingLost(outcome: Outcome): void {
  expect(outcome.acknowledgedAfter).toHaveLength(TIMES);
  expect(outcome.acknowledged).toBeGreaterThan(TIMES * 4);
  expect(outcome.lost).toEqual([]);
  expect(outcome.doubled).toEqual([]);
  expect(outcome.live).toEqual(outcome.rebuilt);
}

if (server === undefined || command === undefined) {
  const reason = 'DEMARCHE_TEST_EVENTSTOREDB and DEMARCHE_TEST_EVENTSTOREDB_START do not both say what to strike at';
  it.skip(`EventStoreDB killed and frozen under load, skipped: ${reason}`, () => undefined);
} else {
  describe('EventStoreDB, under four writers while projections follow', () => {
    const database = new DatabaseProcess(command, healthOf(server));
    beforeAll(() => database.start(), 120_000);
    afterAll(() => database.stop());

    const strikeAt = async (strike: () => Promise<void>): Promise<Outcome> => {
      const folder = newFolder();
      const namespace = `test${randomBytes(8).toString('hex')}`;
      const env = { DEMARCHE_EVENT_STORE: server, DEMARCHE_EVENTSTOREDB_NAMESPACE: namespace };
      const outcome = await underLoad({
        folder,
        env,
        times: TIMES,
        strike: async (running: RunningServer) => {
          await strike();
          return running;
        },
      });
      removeFolder(folder);
      process.stdout.write(`${String(outcome.acknowledged)} acknowledged in ${String(TIMES)} strikes\n`);
      return outcome;
    };

    it(
      `killed (kill -9) ${String(TIMES)} times: nothing acknowledged is lost or doubled, and read models converge to a rebuild`,
      async () => {
        expectNothingLost(await strikeAt(() => database.killAndStart()));
      },
      120_000 + TIMES * 60_000,
    );

    it(
      `frozen (SIGSTOP) for 20 s ${String(TIMES)} times: nothing acknowledged is lost or doubled, and read models converge to a rebuild`,
      async () => {
        expectNothingLost(await strikeAt(() => database.freeze(FROZEN_MS)));
      },
      120_000 + TIMES * 90_000,
    );
  });
}

/** A node tells over HTTP, on the address that its clients use, whether it is there. */
function healthOf(connectionString: string): string {
  const [, host = ''] = /^esdb:\/\/(?:[^@/]*@)?([^/?]+)/.exec(connectionString) ?? [];
  const scheme = connectionString.includes('tls=false') ? 'http' : 'https';
  return `${scheme}://${host}/health/live`;
}
