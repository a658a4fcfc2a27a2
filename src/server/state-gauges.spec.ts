import { tmpdir } from 'node:os';
import { Registry } from 'prom-client';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { Scrape } from '../../test/support/scrape.js';
import { StoreUnavailable } from '../event-sourcing/event-store.js';
import type { Ledger } from './ledger.js';
import { addStateGauges } from './state-gauges.js';

let database: SqliteReadDatabase;

beforeEach(() => {
  database = new SqliteReadDatabase(':memory:');
});

afterEach(() => {
  database.close();
});

/** What is scraped of a server whose event store answers so. */
async function scrapedWith(answer: () => Promise<never>): Promise<Scrape> {
  const registry = new Registry();
  const store = { head: answer, readAll: answer } as unknown as Ledger['store'];
  const folder = { path: tmpdir(), log: '', readDatabase: '', snapshots: '', firstToken: '' };
  addStateGauges(registry, {
    ledger: { store, database, folder, clock: { now: () => 0 } },
    thread: { isDown: false },
    readiness: { report: answer },
    liveStreams: { count: 0 },
  });
  return new Scrape(await registry.metrics());
}

describe('a scrape while the event store', () => {
  it.each([
    ['refuses', () => Promise.reject(new StoreUnavailable('down'))],
    ['does not answer', () => new Promise<never>(() => undefined)],
  ])('%s says so, leaves out what nobody can know, and is answered in time', async (_, answer) => {
    const begun = performance.now();
    const found = await scrapedWith(answer);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(found.value('demarche_event_store_up')).toBe(0);
    expect(found.value('demarche_ready')).toBe(0);
    expect(found.value('demarche_degraded')).toBeUndefined();
    expect(found.samples.filter(({ name }) => name.startsWith('demarche_projection_lag'))).toEqual([]);
    expect(found.value('demarche_projector_up')).toBe(1);
  });
});
