import { execFile } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projections } from '../../projections/read-models.js';
import { APPEND_OUTCOMES, COMMAND_OUTCOMES } from '../../src/event-sourcing/command-outcome.js';
import { eventually } from '../support/eventually.js';
import { EventStream } from '../support/event-stream.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { action, endorse, launch, submit } from '../support/sample-entries.js';
import { Scrape } from '../support/scrape.js';

const READ_MODELS = projections.map(({ name }) => name);

let server: RunningServer;
const scrape = () => Scrape.of(server.api);

async function cli(...verb: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DEMARCHE_DATA_DIR: server.folder };
  const { stdout } = await promisify(execFile)(process.execPath, [join(process.cwd(), 'bin', 'cli.js'), ...verb], {
    env,
  });
  return stdout;
}

/** What the traffic has added to the metrics. */
async function addedBy(traffic: () => Promise<void>): Promise<Scrape> {
  const before = await scrape();
  await traffic();
  return (await scrape()).since(before);
}

beforeAll(async () => {
  server = await RunningServer.start();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const COMMANDS = 'demarche_command_duration_seconds';
const APPENDS = 'demarche_append_duration_seconds';
const REQUESTS = 'demarche_http_request_duration_seconds';

/** One command of every outcome that a client can bring about; 3 are written. */
async function tryEverything(): Promise<void> {
  const { id } = await server.api.log('campaigns', launch());
  const { id: proposal } = await server.api.log('proposals', submit(id));
  const once = { 'idempotency-key': 'chile-1' };
  await server.api.log(`proposals/${proposal}/endorse`, endorse(), once);
  const statuses = [
    await server.api.post(`proposals/${proposal}/endorse`, endorse(), once), // repeated
    await server.api.post(`proposals/${proposal}/endorse`, endorse({ country: 'CZE' }), once), // key reused
    await server.api.post(`proposals/${proposal}/endorse`, endorse()), // said twice is said once
    await server.api.post(`proposals/${proposal}/endorse`, endorse({ country: 'CZE' }), { 'if-match': '"0"' }), // stale
    await server.api.post(`campaigns/${id}/resume`, { occurredOn: '2004', reason: 'Funds were found' }), // refused: it is not paused
    await server.api.post(`campaigns/${proposal}/resume`, { occurredOn: '2004', reason: 'Funds were found' }), // refused: there is no such campaign
    await server.api.post('campaigns', launch({ title: null })), // malformed, so no command
  ];
  expect(statuses.map(({ status }) => status)).toEqual([200, 422, 200, 412, 422, 404, 400]);
}

describe('commands', () => {
  it('are counted and timed by what became of them', async () => {
    const found = await addedBy(tryEverything);
    expect(found.by('outcome', `${COMMANDS}_count`)).toEqual({
      written: 3,
      repeated: 1,
      key_reused: 1,
      unchanged: 1,
      stale: 1,
      refused: 2,
    });
    const seconds = found.value(`${COMMANDS}_sum`, { outcome: 'written' }) ?? NaN;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(5);
    expect(found.value(`${COMMANDS}_bucket`, { outcome: 'written', le: '10' })).toBe(3);
    expect(found.value(`${COMMANDS}_bucket`, { outcome: 'written', le: '0.001' })).toBeLessThanOrEqual(3);
  });

  it('that share an append are counted with it, and so are its events', async () => {
    const { id } = await server.api.log('campaigns', launch());
    const found = await addedBy(async () => {
      // On a fast disk a command may be written before the next arrives; not so of all these.
      for (let round = 0; round < 10; round++)
        await Promise.all(Array.from({ length: 60 }, () => server.api.log(`campaigns/${id}/log-action`, action())));
    });
    const appends = found.value(`${APPENDS}_count`, { outcome: 'written' }) ?? NaN;
    expect(appends).toBeLessThan(600);
    expect(found.value('demarche_append_commands_count')).toBe(appends);
    expect(found.value('demarche_append_commands_sum')).toBe(600);
    expect(found.value('demarche_append_commands_bucket', { le: '128' })).toBe(appends);
    expect(found.value('demarche_appended_events_total')).toBe(600);
    expect(found.value(`${APPENDS}_sum`, { outcome: 'written' })).toBeGreaterThan(0);
  });

  it('on different objects share durable commits, and are counted by how many did', async () => {
    const found = await addedBy(async () => {
      await Promise.all(Array.from({ length: 60 }, () => server.api.log('campaigns', launch())));
    });
    const commits = found.value('demarche_log_commit_appends_count') ?? NaN;
    expect(commits).toBeGreaterThan(0);
    expect(commits).toBeLessThan(60);
    expect(found.value('demarche_log_commit_appends_sum')).toBe(60);
    expect(found.value('demarche_log_commit_appends_bucket', { le: '64' })).toBe(commits);
  });

  it('that are refused share no append, and no commit', async () => {
    const found = await addedBy(tryEverything);
    expect(found.by('outcome', `${APPENDS}_count`)).toEqual({ written: 3 });
    expect(found.value('demarche_append_commands_sum')).toBe(3);
    expect(found.value('demarche_log_commit_appends_sum')).toBe(3);
    expect(found.value('demarche_log_commit_appends_bucket', { le: '1' })).toBe(3);
    expect(found.value('demarche_appended_events_total')).toBe(3);
  });

  it('find the stream in the cache once it has been read', async () => {
    const found = await addedBy(async () => {
      const { id } = await server.api.log('campaigns', launch());
      for (let i = 0; i < 4; i++) await server.api.log(`campaigns/${id}/log-action`, action());
    });
    expect(found.by('result', 'demarche_stream_cache_lookups_total')).toEqual({ miss: 1, hit: 4 });
  });
});

describe('requests', () => {
  it('are counted and timed by method and class of status', async () => {
    const before = await scrape();
    await tryEverything();
    await server.api.read('campaigns');
    await server.clientWith(undefined).get('campaigns');
    await eventually(async () => {
      const found = (await scrape()).since(before);
      const count = (method: string, status: string) => found.value(`${REQUESTS}_count`, { method, status });
      expect([count('POST', '2xx'), count('POST', '4xx'), count('GET', '4xx')]).toEqual([5, 5, 1]);
      expect(count('GET', '2xx')).toBeGreaterThanOrEqual(1);
      expect(count('GET', '5xx')).toBe(0);
      expect(found.value(`${REQUESTS}_sum`, { method: 'POST', status: '2xx' })).toBeGreaterThan(0);
    });
  });

  it('that are live streams are counted while they are open, and not among the others', async () => {
    const { tokenId, file } = JSON.parse(
      await cli('token', 'create', '--user', 'lead-7', '--scope', 'read', '--json'),
    ) as { tokenId: string; file: string };
    const client = server.clientWith(readFileSync(file, 'utf8').trim());
    const before = await scrape();
    const open = async () => {
      const abort = new AbortController();
      return new EventStream(await client.live('', {}, abort.signal), abort);
    };
    const [one, ...others] = [await open(), await open(), await open()];
    expect((await scrape()).value('demarche_live_streams')).toBe(3);
    await one.close();
    await eventually(async () => expect((await scrape()).value('demarche_live_streams')).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await cli('token', 'revoke', tokenId);
    await Promise.all(others.map((stream) => stream.untilEnded(2_000)));
    const found = (await scrape()).since(before);
    expect((await scrape()).value('demarche_live_streams')).toBe(0);
    // Two streams of a second and more; what was asked beside them took less.
    expect(found.value(`${REQUESTS}_sum`, { method: 'GET', status: '2xx' })).toBeLessThan(1);
  });
});

describe('a scrape', () => {
  it('tells of a server that is well', async () => {
    const receipt = await server.api.log('campaigns', launch());
    await server.api.read('campaigns', receipt);
    await server.api.read('audit/log', receipt);
    await eventually(async () => {
      const found = await scrape();
      for (const name of ['demarche_ready', 'demarche_event_store_up', 'demarche_projector_up'])
        expect([name, found.value(name)]).toEqual([name, 1]);
      expect(found.value('demarche_degraded')).toBe(0);
      expect(found.value('demarche_subscription_drops_total')).toBe(0);
      expect(found.by('read_model', 'demarche_projection_lag_events')).toEqual({});
    });
  });

  it('tells how much room the disk has left', async () => {
    const { bavail, bsize } = statfsSync(server.folder);
    const told = (await scrape()).value('demarche_data_folder_available_bytes') ?? NaN;
    expect(Math.abs(told - bavail * bsize)).toBeLessThan(2 ** 30);
  });

  it('has the process and its event loop in it', async () => {
    const found = await scrape();
    expect(found.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(found.value('process_resident_memory_bytes')).toBeGreaterThan(2 ** 24);
    expect(found.value('process_cpu_seconds_total')).toBeGreaterThan(0);
  });

  it('has labels that are enumerations: no id, name or value', async () => {
    await tryEverything();
    const values = new Map<string, Set<string>>();
    for (const { name, labels } of (await scrape()).samples)
      for (const [label, value] of Object.entries(labels))
        if (name.startsWith('demarche_') && label !== 'le')
          values.set(label, (values.get(label) ?? new Set()).add(value));
    expect(Object.fromEntries([...values].map(([label, found]) => [label, [...found].toSorted()]))).toEqual({
      outcome: [...new Set([...COMMAND_OUTCOMES, ...APPEND_OUTCOMES])].toSorted(),
      method: ['GET', 'POST'],
      status: ['2xx', '4xx', '5xx'],
      read_model: READ_MODELS.toSorted(),
      result: ['hit', 'miss'],
    });
  });

  it('has what the dashboard and the alerts are made of, in base units', async () => {
    const types = [...(await scrape()).types].filter(([name]) => name.startsWith('demarche_'));
    expect(Object.fromEntries(types)).toEqual({
      demarche_command_duration_seconds: 'histogram',
      demarche_append_duration_seconds: 'histogram',
      demarche_append_commands: 'histogram',
      demarche_log_commit_appends: 'histogram',
      demarche_appended_events_total: 'counter',
      demarche_stream_cache_lookups_total: 'counter',
      demarche_subscription_drops_total: 'counter',
      demarche_snapshot_failures_total: 'counter',
      demarche_http_request_duration_seconds: 'histogram',
      demarche_ready: 'gauge',
      demarche_degraded: 'gauge',
      demarche_event_store_up: 'gauge',
      demarche_projector_up: 'gauge',
      demarche_data_folder_available_bytes: 'gauge',
      demarche_live_streams: 'gauge',
      demarche_read_model_stopped: 'gauge',
      demarche_projection_lag_events: 'gauge',
      demarche_projection_lag_seconds: 'gauge',
    });
  });
});
