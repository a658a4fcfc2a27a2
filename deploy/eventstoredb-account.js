/**
 * Gives Demarche an account of its own on an EventStoreDB, and lets nobody else read or write streams there but
 * administrators. May be run again: what is as it should be is left alone, and the password becomes the one given.
 *
 * DEMARCHE_EVENT_STORE_FILE       the connection string that Demarche is given: names the account and its password
 * EVENTSTOREDB_ADMIN_PASSWORD_FILE the password of `admin`
 * NODE_EXTRA_CA_CERTS             the authority that signed the nodes' certificates, where it is not a public one
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

const ADMINISTRATORS = '$admins';
const CONNECTION = /^esdb:\/\/([^:@/?]+):([^:@/?]+)@([^@?]+)(\?.*)?$/;
const PATIENCE_MS = 120_000;

const secret = (name) => readFileSync(process.env[name] ?? '', 'utf8').trim();

/** Who may do what with the streams of others than the server, from now on; only administrators may change that. */
function defaultAccess(user) {
  const system = [ADMINISTRATORS];
  const ours = [ADMINISTRATORS, user];
  return {
    $userStreamAcl: { $r: ours, $w: ours, $d: system, $mr: ours, $mw: system },
    $systemStreamAcl: { $r: system, $w: system, $d: system, $mr: system, $mw: system },
  };
}

async function main() {
  const [, user, password, hosts, options = ''] = CONNECTION.exec(secret('DEMARCHE_EVENT_STORE_FILE')) ?? [];
  if (hosts === undefined) throw new Error('DEMARCHE_EVENT_STORE_FILE: expected esdb://<user>:<password>@<host>…');
  const admin = { name: 'admin', password: secret('EVENTSTOREDB_ADMIN_PASSWORD_FILE') };
  const [host] = hosts.split(',');
  await untilReady(() => giveAccount(`https://${host}/users/`, admin, { name: user, password }));
  const client = EventStoreDBClient.connectionString(`esdb://${admin.name}:${admin.password}@${hosts}${options}`);
  try {
    await untilReady(() => restrict(client, user));
  } finally {
    await client.dispose();
  }
  console.log(`The account ${user} is there, and streams are open to it and to administrators alone.`);
}

async function giveAccount(users, admin, { name, password }) {
  const ask = (path, body) =>
    fetch(users + path, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${admin.name}:${admin.password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  const made = await ask('', { LoginName: name, FullName: 'Demarche', Groups: [], Password: password });
  const answer = made.status === 409 ? await ask(`${name}/command/reset-password`, { NewPassword: password }) : made;
  if (!answer.ok) throw Object.assign(new Error(`users: HTTP ${answer.status}`), { isFinal: answer.status === 401 });
}

async function restrict(client, user) {
  const access = defaultAccess(user);
  if (!isDeepStrictEqual(await lastOf(client, '$settings'), access))
    await client.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: access }));
  // Demarche follows the whole log.
  const metadata = { $acl: { $r: [ADMINISTRATORS, user] } };
  if (!isDeepStrictEqual(await lastOf(client, '$$$all'), metadata))
    await client.appendToStream('$$$all', jsonEvent({ type: '$metadata', data: metadata }));
}

async function lastOf(client, stream) {
  try {
    const events = client.readStream(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 });
    // Read to its end: a call of this client that is left early never settles.
    let data;
    for await (const { event } of events) data = event?.data;
    return data;
  } catch (error) {
    if (error.type === 'stream-not-found') return undefined;
    throw error;
  }
}

/** A server that has just been started may not have a leader yet. */
async function untilReady(work) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error.isFinal || performance.now() > deadline) throw error;
      console.error(`not yet: ${error.message}`);
      await wait(1_000);
    }
  }
}

await main();
