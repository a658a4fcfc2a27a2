import { randomBytes, randomUUID } from 'node:crypto';
import {
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  START,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { BadConnection } from './bad-connection.js';
import type { Connection } from './connection.js';
import { patiently } from './patience.js';
import { isRefusal } from './server-errors.js';
import type { StoredEvents } from './stored-events.js';
import { wholeRead } from './whole-read.js';

const LOG_ID = /^[0-9a-f]{32}$/;
const DEADLINE_MS = 5_000;

/**
 * The id that every position of the log begins with: in the log itself, so that all servers on it speak of the same
 * positions. Whoever comes first draws it.
 *
 * @throws BadConnection where the server refuses us
 * @throws StoreUnavailable where it cannot be reached in time
 */
export async function logIdentity(connection: Connection, stored: StoredEvents, patienceMs: number): Promise<string> {
  try {
    return await patiently(() => readOrBegin(connection, stored), patienceMs, isRefusal);
  } catch (cause) {
    if (isRefusal(cause)) throw new BadConnection('the server refuses the account, or its certificate', { cause });
    throw cause;
  }
}

async function readOrBegin(connection: Connection, stored: StoredEvents): Promise<string> {
  const known = await read(connection, stored);
  if (known !== undefined) return known;
  await begin(connection, stored);
  const begun = await read(connection, stored);
  if (begun === undefined) throw new Error('the log has no id yet');
  return begun;
}

async function read(connection: Connection, { identityStream }: StoredEvents): Promise<string | undefined> {
  const options = { direction: FORWARDS, fromRevision: START, maxCount: 1, requiresLeader: true } as const;
  try {
    return await connection.call(async (client) => {
      const [first] = await wholeRead<ResolvedEvent>(client.readStream(identityStream, options), DEADLINE_MS);
      const { logId } = (first?.event?.data ?? {}) as { logId?: unknown };
      return typeof logId === 'string' && LOG_ID.test(logId) ? logId : undefined;
    });
  } catch (error) {
    if (error instanceof StreamNotFoundError) return undefined;
    throw error;
  }
}

/** Of several that begin at once one wins; the others read what it wrote. */
async function begin(connection: Connection, { identityStream }: StoredEvents): Promise<void> {
  const begun = jsonEvent({ id: randomUUID(), type: 'log.Begun.v1', data: { logId: randomBytes(16).toString('hex') } });
  try {
    await connection.call((client) =>
      client.appendToStream(identityStream, begun, {
        expectedRevision: NO_STREAM,
        credentials: connection.credentials,
        deadline: DEADLINE_MS,
        requiresLeader: true,
      }),
    );
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError)) throw error;
  }
}
