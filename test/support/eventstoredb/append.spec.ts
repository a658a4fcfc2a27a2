import { jsonEvent, MaxAppendSizeExceededError, UnknownError, WrongExpectedVersionError } from '@eventstore/db-client';
import { events, idsIn, someStream, TestedServer } from './tested-server.js';

const LIMIT = 1_048_576;

describe('EventStoreDB: appending', () => {
  let server: TestedServer;
  beforeAll(async () => (server = await TestedServer.open()));
  afterAll(() => server.close());

  it('begins a stream at revision 0, and answers with the position of the last event', async () => {
    const stream = someStream();
    const appended = await server.append(stream, 'no_stream', events(3));
    expect(appended).toMatchObject({ success: true, nextExpectedRevision: 2n });
    const [, , last] = await server.readAll({ fromPosition: 'start' }).then(ofStream(stream));
    expect(appended.position).toEqual(last!.position);
  });

  it('gives positions that grow with gaps, commit and prepare the same', async () => {
    const stream = someStream();
    const first = await server.append(stream, 'no_stream', events(1));
    const second = await server.append(stream, 0n, events(1));
    expect(second.position!.commit).toBeGreaterThan(first.position!.commit + 1n);
    expect(second.position!.prepare).toBe(second.position!.commit);
  });

  it.each([
    ['no_stream', 2, 'no_stream', 1n],
    [0n, 2, 0n, 1n],
    [7n, 2, 7n, 1n],
    [0n, 0, 0n, 'no_stream'],
    ['stream_exists', 0, 'stream_exists', 'no_stream'],
  ] as const)('refuses what expects %s of a stream of %s events', async (expected, length, expectedVersion, actual) => {
    const stream = someStream();
    if (length > 0) await server.append(stream, 'no_stream', events(length));
    const error: unknown = await server.append(stream, expected, events(1)).catch(itself);
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ message: '', streamName: stream, expectedVersion, actualVersion: actual });
    expect(length === 0 ? [] : await server.idsOf(stream)).toHaveLength(length);
  });

  it('takes any revision where none is expected', async () => {
    const stream = someStream();
    await server.append(stream, 'any', events(1));
    expect(await server.append(stream, 'any', events(1))).toMatchObject({ nextExpectedRevision: 1n });
    expect(await server.append(stream, 'stream_exists', events(1))).toMatchObject({ nextExpectedRevision: 2n });
  });

  it('lets one of many that expect the same revision through', async () => {
    const stream = someStream();
    const racing = Array.from({ length: 8 }, () => server.append(stream, 'no_stream', events(2)));
    const outcomes = await Promise.allSettled(racing);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await server.idsOf(stream)).toHaveLength(2);
  });

  it('takes an append of no events at the present revision, and writes none', async () => {
    const stream = someStream();
    await server.append(stream, 'no_stream', events(2));
    expect(await server.append(stream, 1n, [])).toMatchObject({ success: true, nextExpectedRevision: 1n });
    await expect(server.append(stream, 0n, [])).rejects.toThrow(WrongExpectedVersionError);
    await server.append(stream, 1n, events(1));
    expect(await server.idsOf(stream)).toHaveLength(3);
  });

  it('counts the bytes of data alone, up to 1 MiB an append', async () => {
    const stream = someStream();
    // A string is two quotes longer in JSON.
    const sized = (data: number, metadata = 0) =>
      jsonEvent({ type: 'OrderPlaced', data: 'x'.repeat(data - 2), metadata: { note: 'x'.repeat(metadata) } });
    await server.append(stream, 'no_stream', [sized(LIMIT / 2, LIMIT), sized(LIMIT / 2)]);
    const error: unknown = await server.append(stream, 1n, [sized(LIMIT / 2), sized(LIMIT / 2 + 1)]).catch(itself);
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ code: 3, maxAppendSize: LIMIT });
    expect(await server.idsOf(stream)).toHaveLength(2);
  });

  it('cannot take a message of more than 16 MiB', async () => {
    const huge = jsonEvent({ type: 'OrderPlaced', data: 'x'.repeat(16 * LIMIT) });
    await expect(server.append(someStream(), 'no_stream', [huge])).rejects.toMatchObject({ type: 'unknown', code: 8 });
  });

  it.each([
    ['an id that is no UUID', { id: 'one' }, someStream()],
    ['the id of zeros', { id: '00000000-0000-0000-0000-000000000000' }, someStream()],
    ['an event without a type', { type: '' }, someStream()],
    ['a stream without a name', {}, ''],
  ])('does not understand %s, and writes nothing', async (_, fault, stream) => {
    const [good, bad] = events(2);
    const error: unknown = await server.append(stream, 'no_stream', [good!, { ...bad!, ...fault }]).catch(itself);
    expect(error).toBeInstanceOf(UnknownError);
    expect(error).toMatchObject({ code: 2 });
    if (stream !== '') await expect(server.readStream(stream)).rejects.toThrow('not found');
  });

  it('gives ids back in lower case', async () => {
    const stream = someStream();
    const [event] = events(1);
    await server.append(stream, 'no_stream', [{ ...event!, id: event!.id.toUpperCase() }]);
    expect(await server.idsOf(stream)).toEqual(idsIn([event!]));
  });
});

const itself = (error: unknown): unknown => error;

function ofStream<Event extends { readonly streamId: string }>(stream: string) {
  return (all: readonly Event[]) => all.filter(({ streamId }) => streamId === stream);
}
