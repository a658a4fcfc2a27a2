import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventStream } from '../support/event-stream.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { launch } from '../support/sample-entries.js';

const run = promisify(execFile);
let server: RunningServer;

beforeAll(async () => {
  server = await RunningServer.start();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

async function cli(...verb: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DEMARCHE_DATA_DIR: server.folder };
  const { stdout } = await run(process.execPath, [join(process.cwd(), 'bin', 'cli.js'), ...verb], { env });
  return stdout;
}

async function newToken(scope: string): Promise<{ token: string; tokenId: string }> {
  const { tokenId, file } = JSON.parse(
    await cli('token', 'create', '--user', 'lead-7', '--scope', scope, '--json'),
  ) as { tokenId: string; file: string };
  return { tokenId, token: readFileSync(file, 'utf8').trim() };
}

describe('a token', () => {
  it('to write is good for everything, at once, and its user is the actor of what it writes', async () => {
    const { token } = await newToken('write');
    const client = server.clientWith(token);
    const receipt = await client.log('campaigns', launch());
    expect((await client.read(`campaigns/${receipt.id}/history`, receipt)).items[0].actor).toBe('lead-7');
    expect((await client.get('/metrics')).status).toBe(200);
  });

  it('to read is good for reading', async () => {
    const client = server.clientWith((await newToken('read')).token);
    expect((await client.get('campaigns')).status).toBe(200);
    const refused = await client.post('campaigns', launch());
    expect([refused.status, refused.body.code]).toEqual([403, 'access.forbidden']);
  });

  it('to read metrics is good for nothing else', async () => {
    const client = server.clientWith((await newToken('metrics')).token);
    expect((await client.get('/metrics')).status).toBe(200);
    expect((await client.get('campaigns')).status).toBe(403);
    expect((await client.post('campaigns', launch())).status).toBe(403);
  });

  it('that is revoked lets nobody in, and loses its live streams within a second', async () => {
    const { token, tokenId } = await newToken('read');
    const client = server.clientWith(token);
    const abort = new AbortController();
    const stream = new EventStream(await client.live('', {}, abort.signal), abort);
    await cli('token', 'revoke', tokenId);
    await stream.untilEnded(1_000);
    expect((await client.get('campaigns')).status).toBe(401);
  });
});
