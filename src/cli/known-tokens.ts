import { setTimeout as wait } from 'node:timers/promises';
import { apiTokens, type ApiTokenRow } from '../../projections/api-tokens/api-tokens.projection.js';
import { Projector } from '../../projections/projector.js';
import type { ReadModelState } from '../../projections/read-database/read-model-state.js';
import { ReadModels } from '../../projections/reading/read-models.js';
import type { Position } from '../event-sourcing/event.js';
import { isInUse } from '../event-stores/sqlite/writer-lock.js';
import type { Ledger } from '../server/ledger.js';

/** A running server has usually projected what was just written by then. */
const USUAL_MS = 250;
const PATIENCE_MS = 10_000;
const POLL_MS = 10;
const VIEWER = { userId: 'cli' };
/** Nobody is told of commits here: what was waited for is looked at again and again. */
const NO_FEED = { onCommitted: () => () => undefined };

/** The read model of tokens stands still at an event that this version cannot fold. */
export class ReadModelStopped extends Error {
  override readonly name = 'ReadModelStopped';
}

/** A server runs, and has not come as far as the log. */
export class ServerBehind extends Error {
  override readonly name = 'ServerBehind';
}

/** Every token that the log knows by now. @throws ReadModelStopped · ServerBehind */
export async function knownTokens(ledger: Ledger): Promise<ApiTokenRow[]> {
  await projectTokens(ledger);
  if (!ledger.database.live(apiTokens.name)) return [];
  const readModels = new ReadModels({ ...ledger, logId: ledger.store.logId, feed: NO_FEED });
  return readModels.read(apiTokens, VIEWER, (reading) =>
    reading.rows<ApiTokenRow>('token', { orderBy: ['issuedAt', 'tokenId'] }),
  );
}

/**
 * Brings the read model of tokens to the log's end. Where a server runs it is left to do so: only what it has projected
 * itself makes it look at its tokens again.
 */
export async function projectTokens(ledger: Ledger): Promise<void> {
  const head = await ledger.store.head();
  if (await isReachedWithin(USUAL_MS, ledger, head)) return;
  if (!isInUse(ledger.folder.path)) return project(ledger, head);
  if (await isReachedWithin(PATIENCE_MS, ledger, head)) return;
  refuseStopped(ledger.database.live(apiTokens.name)?.stoppedBecause);
  throw new ServerBehind('the server that runs on this folder is behind its log; try again later');
}

async function isReachedWithin(milliseconds: number, { database }: Ledger, head: Position): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    if (isAt(head, database.live(apiTokens.name))) return true;
    if (performance.now() >= deadline) return false;
    await wait(POLL_MS);
  }
}

function isAt(head: Position, state: ReadModelState | undefined): boolean {
  if (state?.version !== apiTokens.version) return isBeforeAll(head) && state === undefined;
  return isBeforeAll(head) || (state.resume ?? '') >= head;
}

function isBeforeAll(head: Position): boolean {
  return /\.0+$/.test(head);
}

/** @throws ReadModelStopped */
async function project(ledger: Ledger, head: Position): Promise<void> {
  const stop = new AbortController();
  let stopped: string | undefined;
  const onNotice = (notice: string): void => {
    if (notice.startsWith('stopped')) stopped = notice;
  };
  const following = new Projector({ ...ledger, projections: [apiTokens], onNotice }).follow(stop.signal);
  try {
    while (!(await Promise.race([isReachedWithin(USUAL_MS, ledger, head), following.then(() => true)])))
      refuseStopped(stopped);
  } finally {
    stop.abort();
    await following;
  }
}

function refuseStopped(because: string | null | undefined): void {
  if (typeof because === 'string') throw new ReadModelStopped(`the read model of tokens stands still: ${because}`);
}
