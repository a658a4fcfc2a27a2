import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEventStoreDb, type StartedEventStoreDb } from '../support/started-event-store-db.js';
import { TestEventStoreDb } from '../support/eventstoredb/test-event-store-db.js';
import { digestsIn } from '../support/digests.js';
import { RunningServer, removeFolder, newFolder } from '../support/running-server.js';
import { action, announce, endorse, hold, launch, request, submit } from '../support/sample-entries.js';

const run = promisify(execFile);
let database: StartedEventStoreDb;
let env: Readonly<Record<string, string>>;
let servers: RunningServer[] = [];

beforeAll(async () => {
  database = await startEventStoreDb();
  env = {
    DEMARCHE_EVENT_STORE: database.connectionString,
    DEMARCHE_EVENTSTOREDB_NAMESPACE: `test${randomBytes(8).toString('hex')}`,
  };
  servers = await Promise.all([start(), start()]);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  for (const { folder } of servers) removeFolder(folder);
  await database.stop();
});

function start(): Promise<RunningServer> {
  return RunningServer.start({ env });
}

async function another(): Promise<RunningServer> {
  const server = await start();
  servers.push(server);
  return server;
}

/** EventStoreDB takes two seconds to answer the same event ids sent twice at once. */
const ROUNDS = 3;
const READS = ['campaigns', 'proposals', 'endorsement-board', 'consultations', 'ministerials', 'audit/log'];

describe('Two servers on one log, each with a folder of its own', () => {
  it('take the four defining entries, and show the same history in the same words', async () => {
    const [one, two] = servers as [RunningServer, RunningServer];
    const campaign = await one.api.log('campaigns', launch());
    const proposal = await two.api.log('proposals', submit(campaign.id));
    await one.api.log(`proposals/${proposal.id}/endorse`, endorse());
    const consultation = await two.api.log('consultations', request(campaign.id));
    await one.api.log(`consultations/${consultation.id}/hold`, hold());
    const ministerial = await two.api.log('ministerials', announce(campaign.id));
    await two.api.log(`ministerials/${ministerial.id}/open-invitations`, { occurredOn: '2006' });
    const decided = await one.api.log(`ministerials/${ministerial.id}/invitations/ZWE/decide`, {
      decision: 'not-invited',
      occurredOn: '2006',
    });
    const [first, second] = await Promise.all(
      [one, two].map((server) => server.api.read(`campaigns/${campaign.id}/history`, decided)),
    );
    expect(first.items).toHaveLength(8);
    expect(second).toEqual(first);
  });

  it('know the same tokens', async () => {
    const [one, two] = servers as [RunningServer, RunningServer];
    const verb = ['token', 'create', '--user', 'lead-7', '--scope', 'write', '--json'];
    const { stdout } = await run(process.execPath, [join(process.cwd(), 'bin', 'cli.js'), ...verb], {
      env: { PATH: process.env['PATH'], DEMARCHE_DATA_DIR: one.folder, ...env },
    });
    const { file } = JSON.parse(stdout) as { file: string };
    const client = two.clientWith(readFileSync(file, 'utf8').trim());
    expect((await client.post('campaigns', launch())).status).toBe(201);
  });

  it('give one effect to one key that is sent to both at once', async () => {
    const [one, two] = servers as [RunningServer, RunningServer];
    const campaign = await one.api.log('campaigns', launch());
    for (let round = 0; round < ROUNDS; round++) {
      const [key, body] = [randomUUID(), action({ result: `round ${String(round)}` })];
      const answers = await Promise.all(
        [one, two, one, two].map(({ api }) =>
          api.log(`campaigns/${campaign.id}/log-action`, body, { 'idempotency-key': key }),
        ),
      );
      expect(new Set(answers.map(({ eventIds }) => eventIds[0])).size).toBe(1);
    }
    const last = await two.api.log(`campaigns/${campaign.id}/log-action`, action());
    expect((await one.api.read(`campaigns/${campaign.id}/history?limit=200`, last)).items).toHaveLength(ROUNDS + 2);
  });

  it('settle races on one campaign through the store: every entry is written once', async () => {
    const [one, two] = servers as [RunningServer, RunningServer];
    const campaign = await one.api.log('campaigns', launch());
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        [one, two][index % 2]!.api.post(`campaigns/${campaign.id}/log-action`, action({ result: String(index) })),
      ),
    );
    const written = receipts.filter(({ status }) => status === 200);
    // A race that is lost four times over is answered so: nothing was written, and sending it again is safe.
    for (const { status, body } of receipts) if (status !== 200) expect([409, 503]).toContain(status || body);
    const last = await one.api.log(`campaigns/${campaign.id}/log-action`, action());
    const { items } = await two.api.read(`campaigns/${campaign.id}/history?limit=200`, last);
    expect(items).toHaveLength(written.length + 2);
    expect(last.revision).toBe(written.length + 1);
  });

  it('give the digests and answers that a third gives, which starts with an empty folder from the log alone', async () => {
    const [one, two] = servers as [RunningServer, RunningServer];
    const last = await one.api.log('campaigns', launch());
    await two.kill();
    const three = await another();
    for (const path of READS) {
      const known = await one.api.read(`${path}?limit=200`, last);
      expect(await three.api.read(`${path}?limit=200`, last)).toEqual(known);
    }
    expect(digestsIn(three.folder)).toEqual(digestsIn(one.folder));
  });
});

describe('A server whose event store is not there', () => {
  it('stops the start, by name, where the connection string makes no sense', async () => {
    for (const [wrong, why] of [
      ['http://127.0.0.1:2113', /esdb:\/\//],
      ['esdb://127.0.0.1:2113', /user and password/],
      ['esdb://:@/?tls=perhaps', /./],
    ] as const) {
      const folder = newFolder();
      const { code, stderr } = await RunningServer.refusal({ folder, env: { DEMARCHE_EVENT_STORE: wrong } });
      expect(stderr).toContain('DEMARCHE_EVENT_STORE');
      expect(stderr).toMatch(why);
      expect(code).toBe(2);
      removeFolder(folder);
    }
  });

  it('waits for it, says so when asked, writes nothing meanwhile, and is ready once it is there', async () => {
    const port = await database.freePort();
    const folder = newFolder();
    const waiting = RunningServer.start({
      folder,
      env: { ...env, DEMARCHE_EVENT_STORE: `esdb://127.0.0.1:${String(port)}?tls=false`, PORT: String(port + 1) },
    });
    const answer = await untilAnswered(`http://127.0.0.1:${String(port + 1)}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ ready: false, reasons: [{ what: 'event-store' }] });
    const refused = await fetch(`http://127.0.0.1:${String(port + 1)}/api/v1/campaigns`, { method: 'POST' });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, 'store.unavailable']);
    expect((await fetch(`http://127.0.0.1:${String(port + 1)}/healthz`)).status).toBe(200);
    const there = await database.startAnother(port);
    const server = await waiting;
    expect((await server.api.post('campaigns', launch())).status).toBe(201);
    await server.stop();
    await there.stop();
    removeFolder(folder);
  });

  it('answers that it is waited for also while its end is being looked for', async () => {
    const port = await database.freePort();
    const folder = newFolder();
    const slow = await TestEventStoreDb.start({ port });
    slow.faults.next('readAll', 'silence');
    const starting = RunningServer.start({
      folder,
      env: { ...env, DEMARCHE_EVENT_STORE: slow.connectionString, PORT: String(port + 1) },
    });
    const answer = await untilAnswered(`http://127.0.0.1:${String(port + 1)}/readyz`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { reasons: [{ what: 'event-store' }] }]);
    const server = await starting;
    expect(slow.faults.met('readAll', 'silence')).toBe(1);
    expect((await server.api.post('campaigns', launch())).status).toBe(201);
    await server.stop();
    await slow.stop();
    removeFolder(folder);
  });
});

async function untilAnswered(address: string): Promise<Response> {
  for (;;) {
    try {
      return await fetch(address);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
