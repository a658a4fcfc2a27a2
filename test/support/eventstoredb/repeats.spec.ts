import { WrongExpectedVersionError, type AppendExpectedRevision, type EventData } from '@eventstore/db-client';
import { events, idsIn, someStream, TestedServer } from './tested-server.js';

describe('EventStoreDB: repeating event ids', () => {
  let server: TestedServer;
  beforeAll(async () => (server = await TestedServer.open()));
  afterAll(() => server.close());

  /** A stream of two events, then three of which the answer is known, then one. */
  async function written() {
    const stream = someStream();
    await server.append(stream, 'no_stream', events(2));
    const repeated = events(3);
    const first = await server.append(stream, 1n, repeated);
    await server.append(stream, 4n, events(1));
    const repeat = (expected: AppendExpectedRevision, ids: EventData[]) => server.append(stream, expected, ids);
    return { stream, repeated, first, repeat };
  }

  it('answers the beginning of a stream as the first time, and writes nothing', async () => {
    const stream = someStream();
    const repeated = events(2);
    const first = await server.append(stream, 'no_stream', repeated);
    await server.append(stream, 1n, events(1));
    expect(await server.append(stream, 'no_stream', repeated)).toEqual(first);
    expect(await server.idsOf(stream)).toHaveLength(3);
  });

  it('answers the old exact revision as the first time, and writes nothing', async () => {
    const { stream, repeated, first, repeat } = await written();
    expect(await repeat(1n, repeated)).toEqual(first);
    expect(await server.idsOf(stream)).toHaveLength(6);
  });

  it('writes again what expects the present head', async () => {
    const { stream, repeated, repeat } = await written();
    expect(await repeat(5n, repeated)).toMatchObject({ nextExpectedRevision: 8n });
    expect((await server.idsOf(stream)).slice(6)).toEqual(idsIn(repeated));
  });

  it.each(['any', 'stream_exists'] as const)('writes nothing at first for %s', async (expected) => {
    const { stream, repeated, first, repeat } = await written();
    expect(await repeat(expected, repeated)).toEqual(first);
    expect(await server.idsOf(stream)).toHaveLength(6);
  });

  it('does not know another stream’s ids', async () => {
    const { repeated } = await written();
    const other = someStream();
    expect(await server.append(other, 'any', repeated)).toMatchObject({ nextExpectedRevision: 2n });
  });

  it('answers the first part of an append with where that part stands', async () => {
    const { stream, repeated, first, repeat } = await written();
    const part = await repeat(1n, repeated.slice(0, 2));
    expect(part.nextExpectedRevision).toBe(3n);
    expect(part.position!.commit).toBeLessThan(first.position!.commit);
    expect(await server.idsOf(stream)).toHaveLength(6);
  });

  it('takes as written what goes on from the old revision over several appends', async () => {
    const stream = someStream();
    const [one, two] = [events(1), events(2)];
    await server.append(stream, 'no_stream', one);
    const last = await server.append(stream, 0n, two);
    expect(await server.append(stream, 'no_stream', [...one, ...two])).toEqual(last);
  });

  it.each([
    ['some old, some new', (old: EventData[]) => [old[0]!, ...events(1)]],
    ['some new, some old', (old: EventData[]) => [...events(1), old[1]!]],
    ['another order', (old: EventData[]) => old.toReversed()],
    ['a later part', (old: EventData[]) => old.slice(1)],
    ['more than was written', (old: EventData[]) => [...old, ...events(2)]],
  ])('refuses %s from the old revision', async (_, changed) => {
    const { stream, repeated, repeat } = await written();
    await expect(repeat(1n, changed(repeated))).rejects.toThrow(WrongExpectedVersionError);
    expect(await server.idsOf(stream)).toHaveLength(6);
  });

  it('refuses some old, some new ids for any too, and writes where the new come first', async () => {
    const { repeated, repeat } = await written();
    await expect(repeat('any', [repeated[0]!, ...events(1)])).rejects.toThrow(WrongExpectedVersionError);
    expect(await repeat('any', [...events(1), repeated[0]!])).toMatchObject({ nextExpectedRevision: 7n });
  });

  it('writes an id twice that is twice in one append', async () => {
    const stream = someStream();
    const [event] = events(1);
    await server.append(stream, 'no_stream', [event!, event!]);
    expect(await server.idsOf(stream)).toEqual(idsIn([event!, event!]));
  });
});
