import { execFile } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { RunningServer } from '../support/running-server.js';
import { action, endorse, launch, submit } from '../support/sample-entries.js';
import { digestsIn } from '../support/digests.js';

const run = promisify(execFile);
const CLIENTS = 4;

/** What happens to whom, and how often. */
export interface Strikes {
  readonly folder: string;
  readonly times: number;
  /** Settings of the server. */
  readonly env?: Readonly<Record<string, string>>;
  /** Strikes once; resolves with the server that runs afterwards. */
  strike(server: RunningServer): Promise<RunningServer>;
}

export interface Outcome {
  /** Acknowledged events after each strike. */
  readonly acknowledgedAfter: readonly number[];
  readonly acknowledged: number;
  /** Ids of acknowledged events that the log does not hold. */
  readonly lost: readonly string[];
  /** Marks that commands bear which the log holds more than once. */
  readonly doubled: readonly string[];
  /** Digests by read model: of the live ones, and of a rebuild. */
  readonly live: Readonly<Record<string, string>>;
  readonly rebuilt: Readonly<Record<string, string>>;
}

interface Written {
  /** Event ids that the server said were written. */
  readonly acknowledged: Set<string>;
}

/** Strikes again and again while clients write, and send again what was not answered. */
export async function underLoad({ folder, times, env = {}, strike }: Strikes): Promise<Outcome> {
  const written: Written = { acknowledged: new Set() };
  let server = await RunningServer.start({ folder, env });
  const campaign = await server.api.log('campaigns', launch());
  const proposal = await server.api.log('proposals', submit(campaign.id));
  let over = false;
  const current = (): RunningServer => server;
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    while (!over) await writeUntilAnswered(current, { campaign: campaign.id, proposal: proposal.id }, client, written);
  });
  const acknowledgedAfter: number[] = [];
  for (let struck = 0; struck < times; struck++) {
    await somethingIsAcknowledged(written);
    await wait(randomInt(50, 600));
    server = await strike(server);
    acknowledgedAfter.push(written.acknowledged.size);
  }
  over = true;
  await Promise.all(clients);
  const entries = await everyEntry(server);
  const last = await server.api.log(`campaigns/${campaign.id}/log-action`, action());
  await server.api.read('audit/log?limit=1', last);
  const live = await settledDigests(server, last.position, folder);
  const rebuilt = JSON.parse(await cli({ ...env, DEMARCHE_DATA_DIR: folder }, 'rebuild', '--json')) as Record<
    string,
    string
  >;
  await server.stop();
  const ids = new Set(entries.map(({ id }) => id));
  const marks = entries.flatMap(({ data }) => (typeof data.result === 'string' ? [data.result] : []));
  return {
    acknowledgedAfter,
    acknowledged: written.acknowledged.size,
    lost: [...written.acknowledged].filter((id) => !ids.has(id)),
    doubled: marks.filter((mark, index) => marks.indexOf(mark) < index),
    live,
    rebuilt,
  };
}

/** Sends one command, and again with the same key until it is answered. */
async function writeUntilAnswered(
  server: () => RunningServer,
  objects: { campaign: string; proposal: string },
  client: number,
  written: Written,
): Promise<void> {
  const key = randomUUID();
  const endorses = randomInt(4) === 0;
  const path = endorses ? `proposals/${objects.proposal}/endorse` : `campaigns/${objects.campaign}/log-action`;
  const body = endorses ? endorse({ country: COUNTRIES[client], reservation: key }) : action({ result: key });
  for (;;) {
    try {
      const answer = await server().api.post(path, body, { 'idempotency-key': key });
      if (answer.status !== 200) throw new Error(`unexpected ${String(answer.status)}`);
      for (const id of answer.body.eventIds as string[]) written.acknowledged.add(id);
      return;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('unexpected 4')) throw error;
      await wait(20);
    }
  }
}

const COUNTRIES = ['CHL', 'CZE', 'POL', 'KOR'];

interface Entry {
  readonly id: string;
  readonly data: { readonly result?: unknown };
}

async function everyEntry(server: RunningServer): Promise<Entry[]> {
  const mark = await server.api.log('campaigns', launch());
  let page = await server.api.read('audit/log?limit=200', mark);
  const entries: Entry[] = [];
  for (;;) {
    entries.push(...(page.items as Entry[]));
    if (page.next === null) return entries;
    page = await server.api.read(`audit/log?limit=200&cursor=${String(page.next)}`);
  }
}

/** Digests of the live read models, once all have reached the position. */
async function settledDigests(
  server: RunningServer,
  position: string,
  folder: string,
): Promise<Record<string, string>> {
  for (const path of [
    'campaigns',
    'proposals',
    'endorsement-board',
    'criteria',
    'consultations',
    'ministerials',
    'audit/log',
  ])
    await server.api.read(`${path}?after=${position}`);
  return digestsIn(folder);
}

async function cli(env: Readonly<Record<string, string>>, ...verb: string[]): Promise<string> {
  const cliFile = join(process.cwd(), 'bin', 'cli.js');
  const { stdout } = await run(process.execPath, [cliFile, ...verb], { env: { PATH: process.env['PATH'], ...env } });
  return stdout;
}

/** A strike meets writers at work. */
async function somethingIsAcknowledged({ acknowledged }: Written): Promise<void> {
  const before = acknowledged.size;
  while (acknowledged.size === before) await wait(20);
}
