import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bench } from '../bench.js';
import { compiled, startServer, type ServerProcess } from '../children.js';
import { CATCH_UP_MS, LOOK_AGAIN_MS, readModelsFollow, startProduct } from '../product-server.js';
import { tell } from '../progress.js';
import { rowsIn } from '../rows-in.js';
import { ENTRY, entryPath, HEADERS } from './entry.js';

/** A server that is ready to be put under load. */
export interface Target {
  readonly address: string;
  /** Where each of the clients posts. */
  readonly paths: readonly string[];
  /**
   * Ends the server, once all that it has to do is done.
   *
   * @param answered entries that it has said to be durable
   * @throws where fewer were kept
   */
  finish(answered: number): Promise<void>;
}

/** Starts a server on an empty folder. */
export type StartTarget = (bench: Bench, folder: string) => Promise<Target>;

/** The product under test, with the campaigns that entries are logged on. */
export interface ProductTarget extends Target {
  readonly campaignIds: readonly string[];
}

/** Where the product under test has its log. */
export interface ProductLog {
  /** What the server is told of it, beside its folder. */
  readonly settings: Readonly<Record<string, string>>;
  /** At least the events of these campaigns, as a process finds them that had no part in writing them. */
  countEvents(campaignIds: readonly string[]): number | Promise<number>;
}

/** The product's log as it is without settings: in the data folder. */
export function embeddedLog(folder: string): ProductLog {
  return { settings: {}, countEvents: () => rowsIn(join(folder, 'log.sqlite'), 'event') };
}

const CLIENTS = 64;
const WORTH_TELLING_MS = 1_000;

/** The built server as users run it, with projections running; the clients log entries on so many campaigns. */
export function product(
  campaigns: number,
  logIn = embeddedLog,
): (bench: Bench, folder: string) => Promise<ProductTarget> {
  return async (bench, folder) => {
    const log = logIn(folder);
    const server = await startProduct(folder, { nodeArguments: bench.productArguments, settings: log.settings });
    // A log that is shared with others has to be looked through first.
    await readModelsFollow(server.address);
    const ids = await launchCampaigns(server.address, campaigns);
    const paths = Array.from({ length: CLIENTS }, (_, client) => entryPath(ids[client % campaigns] ?? ''));
    const finish = async (answered: number): Promise<void> => {
      await projectionsCatchUp(server.address, ids[0] ?? '');
      await server.stop();
      refuseLoss('the log', await log.countEvents(ids), answered + campaigns);
    };
    return { address: server.address, paths, campaignIds: ids, finish };
  };
}

/** A rival of this package, by its compiled file: it is given the folder, and keeps its rows in `rival.sqlite`. */
export function rival(file: string): StartTarget {
  return async (_, folder) => {
    const server: ServerProcess = await startServer([compiled(file), join(folder, 'rival.sqlite')], {});
    const paths = Array.from({ length: CLIENTS }, () => entryPath(randomUUID()));
    const finish = async (answered: number): Promise<void> => {
      await server.stop();
      refuseLoss("the rival's file", rowsIn(join(folder, 'rival.sqlite'), 'entry'), answered);
    };
    return { address: server.address, paths, finish };
  };
}

async function launchCampaigns(address: string, count: number): Promise<string[]> {
  const campaign = {
    title: 'A permanent group of democracies at the UN',
    objective: 'Democracies meet as a permanent group, with rules of procedure.',
    arenas: ['un-democracy-caucus'],
    levels: ['global'],
    occurredOn: '2000-06-27',
  };
  const ids: string[] = [];
  for (let index = 0; index < count; index++)
    ids.push((await post(address, '/api/v1/campaigns', JSON.stringify(campaign))).id);
  return ids;
}

/** Sees that the read models have followed, and not merely been left behind. */
export async function projectionsCatchUp(address: string, campaignId: string): Promise<void> {
  const { position } = await post(address, entryPath(campaignId), ENTRY);
  const from = performance.now();
  const read = (): Promise<Response> =>
    fetch(`${address}/api/v1/campaigns/${campaignId}?after=${position}`, { headers: HEADERS });
  for (let answer = await read(); !answer.ok; answer = await read()) {
    const isBehind = answer.status === 503;
    if (!isBehind || performance.now() - from > CATCH_UP_MS) throw new Error(`not caught up: ${await answer.text()}`);
    await wait(LOOK_AGAIN_MS);
  }
  const behindMs = performance.now() - from;
  if (behindMs > WORTH_TELLING_MS) tell(`  read models were ${(behindMs / 1_000).toFixed(1)} s behind at the end`);
  const readiness = (await (await fetch(`${address}/readyz`)).json()) as { ready: boolean; degraded: unknown[] };
  if (!readiness.ready || readiness.degraded.length > 0) throw new Error(`degraded: ${JSON.stringify(readiness)}`);
}

async function post(address: string, path: string, body: string): Promise<{ id: string; position: string }> {
  const response = await fetch(`${address}${path}`, { method: 'POST', headers: HEADERS, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`);
  return JSON.parse(text) as { id: string; position: string };
}

/** @throws where less was kept than was answered */
export function refuseLoss(where: string, kept: number, answered: number): void {
  if (kept < answered)
    throw new Error(`${where} holds ${String(kept)} events of ${String(answered)} that were answered`);
}
