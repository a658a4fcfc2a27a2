import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { projections } from '../../projections/read-models.js';
import { openSqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { eventually } from '../support/eventually.js';
import { preload } from '../support/preload.js';
import { newFolder, removeFolder, RunningServer } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';
import { Scrape } from '../support/scrape.js';

let folder: string;
let server: RunningServer;
const scrape = () => Scrape.of(server.api);
const start = async (env: Record<string, string> = {}) => {
  server = await RunningServer.start({ folder, env });
};

beforeEach(() => {
  folder = newFolder();
});

afterEach(async () => {
  await server.stop();
  removeFolder(folder);
});

const every = (value: number) => Object.fromEntries(projections.map(({ name }) => [name, value]));

/** Keeps every other writer of the read models waiting for as long as the work takes. */
async function whileReadModelsWait(work: () => Promise<void>): Promise<void> {
  const readDatabase = new Database(join(folder, 'read.sqlite'));
  readDatabase.exec('BEGIN IMMEDIATE');
  try {
    await work();
  } finally {
    readDatabase.exec('ROLLBACK');
    readDatabase.close();
  }
}

describe('a projector that is kept waiting', () => {
  it('shows how many events it is behind, and for how long', async () => {
    await start();
    const { id, ...campaign } = await server.api.log('campaigns', launch());
    await server.api.read('audit/log', { id, ...campaign });
    await eventually(async () =>
      expect((await scrape()).by('read_model', 'demarche_projection_lag_events')).toEqual({}),
    );
    await whileReadModelsWait(async () => {
      const begun = Date.now();
      await server.api.log(`campaigns/${id}/log-action`, action());
      const written = Date.now();
      for (let i = 0; i < 6; i++) await server.api.log(`campaigns/${id}/log-action`, action());
      await new Promise((resolve) => setTimeout(resolve, 300));
      const soonest = (Date.now() - written) / 1_000;
      const found = await scrape();
      expect(found.by('read_model', 'demarche_projection_lag_events')).toEqual(every(7));
      for (const seconds of Object.values(found.by('read_model', 'demarche_projection_lag_seconds'))) {
        expect(seconds).toBeGreaterThanOrEqual(soonest - 0.001);
        expect(seconds).toBeLessThanOrEqual((Date.now() - begun) / 1_000 + 0.001);
      }
      expect(found.value('demarche_degraded')).toBe(0);
    });
    await eventually(async () =>
      expect((await scrape()).by('read_model', 'demarche_projection_lag_seconds')).toEqual({}),
    );
  });
});

it('a server is not ready while a read model is being built for a new version', async () => {
  await start();
  const campaign = await server.api.log('campaigns', launch());
  await server.api.read('campaigns', campaign);
  await server.stop();
  const readDatabase = new Database(join(folder, 'read.sqlite'));
  readDatabase.exec("UPDATE read_model SET version = 0 WHERE name = 'campaign-overview'");
  readDatabase.close();
  const begins = join(folder, 'projector-begins');
  await start({ ...preload('projector'), DEMARCHE_TEST_PROJECTOR_BEGINS: begins });
  const building = await scrape();
  writeFileSync(begins, '');
  expect(building.value('demarche_ready')).toBe(0);
  await eventually(async () => expect((await scrape()).value('demarche_ready')).toBe(1));
});

it('a read model that stops shows by its name, and the server as degraded', async () => {
  await start();
  const campaign = await server.api.log('campaigns', launch());
  const store = openSqliteEventStore(join(folder, 'log.sqlite'));
  const [recorded] = (await store.readAll('start', 1)).events;
  const id = '00000000-0000-4000-8000-000000000009';
  await store.append('proposal-1', 'none', [{ id, type: 'proposal.Sung.v1', data: {}, metadata: recorded!.metadata }]);
  await store.close();
  const touched = projections.filter(({ categories }) => categories === 'all' || categories.includes('proposal'));
  await eventually(async () => {
    const found = await scrape();
    expect(Object.keys(found.by('read_model', 'demarche_read_model_stopped'))).toEqual(
      expect.arrayContaining(touched.map(({ name }) => name)),
    );
    expect(found.value('demarche_degraded')).toBe(1);
  });
  expect(campaign.revision).toBe(0);
});

it('a projector that dies is down until it has been started again', async () => {
  const dies = join(folder, 'projector-dies');
  await start({ ...preload('projector'), DEMARCHE_TEST_PROJECTOR_DIES: dies });
  expect((await scrape()).value('demarche_projector_up')).toBe(1);
  writeFileSync(dies, '');
  await eventually(async () => expect((await scrape()).value('demarche_projector_up')).toBe(0));
  rmSync(dies);
  await eventually(async () => expect((await scrape()).value('demarche_projector_up')).toBe(1));
});

it('subscriptions that the event store ended are counted, also those in the projector’s thread', async () => {
  await start({ ...preload('projector'), DEMARCHE_TEST_DROPS: '3' });
  await eventually(async () => expect((await scrape()).value('demarche_subscription_drops_total')).toBe(3));
});

it('snapshots of the read models that could not be taken are counted, and the log says why without naming a file', async () => {
  await start();
  await server.api.log('campaigns', launch());
  const { position } = await server.api.log('campaigns', launch());
  await server.stop();
  // As if the last snapshot had been taken before the first event, and the log had grown since: another is due.
  const first = position.replace(/[^.]*$/, '0'.repeat(16));
  mkdirSync(join(folder, 'snapshots'));
  writeFileSync(join(folder, 'snapshots', `snapshot-${first}.sqlite`), '');
  const free = join(folder, 'free-bytes');
  writeFileSync(free, 'unknown');
  await start({ ...preload('disk'), DEMARCHE_TEST_FREE_BYTES: free });
  expect((await scrape()).value('demarche_snapshot_failures_total')).toBe(0);
  expect((await server.api.get(`campaigns?asOf=${position}`)).body.items).toHaveLength(2);
  await eventually(async () => expect((await scrape()).value('demarche_snapshot_failures_total')).toBe(1));
  const told = server.stderr.split('\n').find((line) => line.includes('a snapshot for questions about the past'));
  expect(JSON.parse(told ?? '{}')).toMatchObject({ error: 'Error', code: 'EIO' });
  expect(told).not.toContain(folder);
});
