import { randomBytes } from 'node:crypto';

const VARIABLE = 'DEMARCHE_TEST_EVENTSTOREDB';

/** Why nothing can be measured on EventStoreDB; nothing where a server is named. */
export function noServer(): string | undefined {
  if (named() !== undefined) return undefined;
  return `${VARIABLE} names no server (esdb://127.0.0.1:2113?tls=false)`;
}

/** Connection string of the server that is named, which runs already and may be others' too. */
export function server(): string {
  const connectionString = named();
  if (connectionString === undefined) throw new Error(noServer());
  return connectionString;
}

/** What the streams of one measurement begin with, before a dot. */
export function newNamespace(): string {
  return `bench${randomBytes(8).toString('hex')}`;
}

function named(): string | undefined {
  return process.env[VARIABLE];
}
