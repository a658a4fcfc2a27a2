import { binaryEvent, jsonEvent, StreamNotFoundError, UnknownError, type Position } from '@eventstore/db-client';
import { events, idsIn, someStream, TestedServer } from './tested-server.js';

describe('EventStoreDB: reading', () => {
  let server: TestedServer;
  beforeAll(async () => (server = await TestedServer.open()));
  afterAll(() => server.close());

  describe('a stream', () => {
    it('is read from a revision, which is included, and so many events', async () => {
      const stream = someStream();
      await server.append(stream, 'no_stream', events(5));
      const revisions = async (options: object) =>
        (await server.readStream(stream, options)).map(({ revision }) => revision);
      expect(await revisions({})).toEqual([0n, 1n, 2n, 3n, 4n]);
      expect(await revisions({ fromRevision: 1n, maxCount: 3 })).toEqual([1n, 2n, 3n]);
      expect(await revisions({ fromRevision: 5n })).toEqual([]);
    });

    it('is not found where nobody has written to it', async () => {
      const stream = someStream();
      const error: unknown = await server.readStream(stream).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StreamNotFoundError);
      expect(error).toMatchObject({ type: 'stream-not-found', streamName: stream });
    });

    it('gives JSON parsed again, and when it was written', async () => {
      const stream = someStream();
      const [data, metadata] = [
        { name: 'Nguyễn 👩‍⚖️', none: null, small: 1e-7 },
        { $correlationId: 'one', list: [1, 'a'] },
      ];
      const sent = jsonEvent({ type: 'OrderPlaced', data, metadata });
      await server.append(stream, 'no_stream', [sent]);
      const [event] = await server.readStream(stream);
      expect(event).toMatchObject({ id: sent.id, type: 'OrderPlaced', streamId: stream, isJson: true, data, metadata });
      expect(Math.abs(Date.now() - event!.created.getTime())).toBeLessThan(60_000);
    });

    it('gives bytes as they were, and no metadata where there were none', async () => {
      const stream = someStream();
      await server.append(stream, 'no_stream', [binaryEvent({ type: 'PictureTaken', data: Buffer.of(0, 255, 1) })]);
      const [event] = await server.readStream(stream);
      expect(event).toMatchObject({ isJson: false, metadata: undefined });
      expect([...(event!.data as Uint8Array)]).toEqual([0, 255, 1]);
    });
  });

  describe('$all', () => {
    let stream: string;
    let positions: Position[];
    beforeAll(async () => {
      stream = someStream();
      await server.append(stream, 'no_stream', events(5));
      positions = (await server.readAll())
        .filter(({ streamId }) => streamId === stream)
        .map(({ position }) => position);
    });

    const revisionsFrom = async (options: object) =>
      (await server.readAll(options)).filter(({ streamId }) => streamId === stream).map(({ revision }) => revision);

    it('holds the streams of the server and of everybody', async () => {
      const names = (await server.readAll()).map(({ streamId }) => streamId);
      expect(names).toContain(stream);
      expect(names.some((name) => name.startsWith('$'))).toBe(true);
    });

    it('is read forwards with the event at the position', async () => {
      expect(await revisionsFrom({ fromPosition: positions[2] })).toEqual([2n, 3n, 4n]);
      expect(await revisionsFrom({ fromPosition: positions[2], maxCount: 2 })).toEqual([2n, 3n]);
    });

    it('is read backwards without the event at the position', async () => {
      const options = { fromPosition: positions[2], direction: 'backwards', maxCount: 2 };
      expect(await revisionsFrom(options)).toEqual([1n, 0n]);
    });

    it('is read from its ends', async () => {
      const [last] = await server.readAll({ fromPosition: 'end', direction: 'backwards', maxCount: 1 });
      expect((await server.readAll()).at(-1)!.id).toBe(last!.id);
      expect(await server.readAll({ fromPosition: 'end' })).toEqual([]);
      expect(await server.readAll({ fromPosition: 'start', direction: 'backwards' })).toEqual([]);
    });

    it('takes a prepare of 0 with a true commit', async () => {
      expect(await revisionsFrom({ fromPosition: { ...positions[3]!, prepare: 0n } })).toEqual([3n, 4n]);
    });

    it('is empty past its end', async () => {
      const past = { commit: positions[4]!.commit + 1_000_000_000n, prepare: positions[4]!.prepare + 1_000_000_000n };
      expect(await server.readAll({ fromPosition: past })).toEqual([]);
    });

    it.each(['forwards', 'backwards'] as const)('cannot be read %s from within a record', async (direction) => {
      const within = { commit: positions[2]!.commit + 1n, prepare: positions[2]!.prepare + 1n };
      const error: unknown = await server
        .readAll({ fromPosition: within, direction })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnknownError);
      expect(error).toMatchObject({ code: 2 });
    });

    it('is read in pages without a gap, each beginning with the last event of the one before', async () => {
      const paged: string[] = [];
      for (let from: Position | 'start' = 'start'; ;) {
        const page = await server.readAll({ fromPosition: from, maxCount: 50 });
        paged.push(...idsIn(from === 'start' ? page : page.slice(1)));
        if (page.length < 50) break;
        from = page.at(-1)!.position;
      }
      expect(paged).toEqual(idsIn(await server.readAll()));
    });
  });
});
