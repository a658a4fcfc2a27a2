import { type ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { EventStream } from '../support/event-stream.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { action, launch } from '../support/sample-entries.js';

let server: RunningServer;
let campaignId: string;
const streams: EventStream[] = [];

beforeAll(async () => {
  server = await RunningServer.start();
  campaignId = (await server.api.log('campaigns', launch())).id;
});

/** A stream begins at what the history shows: here that is all that was logged before. */
beforeEach(async () => {
  const last = await server.api.log(`campaigns/${campaignId}/log-action`, action());
  await server.api.read(`campaigns/${campaignId}/history`, last);
});

afterEach(async () => {
  await Promise.all(streams.splice(0).map((stream) => stream.close()));
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

async function follow(
  query = '',
  headers: Record<string, string> = {},
  client: ApiClient = server.api,
): Promise<EventStream> {
  const abort = new AbortController();
  const response = await client.live(query, headers, abort.signal);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const stream = new EventStream(response, abort);
  streams.push(stream);
  return stream;
}

const logMany = (count: number, id = campaignId) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      server.api.log(`campaigns/${id}/log-action`, action({ summary: `Letter ${String(i)}` })),
    ),
  );

describe('a live stream', () => {
  it('begins at once, and shows each entry as the history does, under its position', async () => {
    const stream = await follow();
    const receipt = await server.api.log(`campaigns/${campaignId}/log-action`, action());
    const [event] = await stream.until(1);
    const history = await server.api.read(`campaigns/${campaignId}/history`, receipt);
    expect(event).toEqual({ id: receipt.position, event: 'entry', data: history.items.at(-1) as object });
  });

  it('shows only the campaigns asked for', async () => {
    const other = await server.api.log('campaigns', launch());
    await server.api.read(`campaigns/${other.id}/history`, other);
    const stream = await follow(`?campaignId=${other.id}`);
    await logMany(3);
    const receipt = await server.api.log(`campaigns/${other.id}/log-action`, action());
    expect((await stream.until(1)).map(({ id }) => id)).toEqual([receipt.position]);
  });

  it('brings a reader that is far behind all that it missed, and listens for more but once', async () => {
    const { position } = await server.api.log(`campaigns/${campaignId}/log-action`, action());
    const logged = (await logMany(1_200)).flatMap(({ eventIds }) => eventIds);
    await server.api.read(`campaigns/${campaignId}/history`, await server.api.log('campaigns', launch()));
    const stream = await follow('', { 'last-event-id': position });
    const seen = (await stream.until(1_201)).map(({ data }) => (data as { eventId: string }).eventId);
    expect(new Set(seen.slice(0, -1))).toEqual(new Set(logged));
    // Node's own word for listeners that pile up.
    expect(server.stderr).not.toContain('MaxListenersExceeded');
  });

  it('goes on after Last-Event-ID without loss or repetition, however it was cut', async () => {
    const whole = await follow();
    const seen: string[] = [];
    let cut = await follow();
    const writing = logMany(150);
    for (let part = 1; part <= 5; part++) {
      await cut.until(Math.min(20, 150 - seen.length));
      await cut.close();
      seen.push(...cut.events.map(({ id }) => id));
      cut = await follow('', { 'last-event-id': seen.at(-1) ?? '' });
    }
    await writing;
    const all = (await whole.until(150)).map(({ id }) => id);
    seen.push(...(await cut.until(150 - seen.length)).map(({ id }) => id));
    expect(seen).toEqual(all);
    expect(new Set(all).size).toBe(150);
  });

  it('refuses a Last-Event-ID of another log, and parameters that it does not know', async () => {
    expect((await server.api.live('', { 'last-event-id': 'abc' })).status).toBe(400);
    expect((await server.api.live('?colour=red')).status).toBe(400);
  });

  it('is one of at most 100 that a token may hold', async () => {
    for (let i = 0; i < 100; i++) await follow();
    const refused = await server.api.live('');
    expect(refused.status).toBe(429);
    await refused.text();
    await streams.pop()?.close();
    // The server learns of a stream that was cut only in a while.
    await eventually(async () => {
      await follow();
    });
  });
});
