import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Codec } from '../../src/event-sourcing/codec.js';
import type { Position, PositionedEvent, StreamName } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import type { EntryRow } from '../entries/entry-log.js';
import { objectsNamed } from '../entries/entry-sentences.js';
import type { PlacesOf } from '../page.js';
import type { Logged } from '../projection.js';
import type { Where } from '../reading/parameters.js';
import type { Scope } from '../reading/read-route.js';
import type { Reading, Told } from '../reading/reading.js';
import { sentencesBy } from '../reading/sentences.js';

/** Streams whose ends are looked up at once; then whatever else waits for the thread, or the database, has its turn. */
const AT_ONCE = 200;

/** By stream, the revision of its last event at a moment. */
export type StreamEnds = ReadonlyMap<StreamName, number>;

/** Reads what the audit log shows, in one transaction: it knows the place of every event. */
export type ReadAuditLog = <Result>(query: (reading: Reading) => Promise<Result>) => Promise<Result>;

/** The streams of a scope as they were at a position. */
export async function endsIn(read: ReadAuditLog, scope: Scope, position: Position): Promise<StreamEnds> {
  const ends = new Map<StreamName, number>();
  for await (const streams of streamsIn(read, scope, position)) await addEnds(ends, read, streams, position);
  return ends;
}

/** By stream, the revision of its last event at a position; without those that had none. */
export async function endsOf(read: ReadAuditLog, streams: readonly string[], position: Position): Promise<StreamEnds> {
  const ends = new Map<StreamName, number>();
  await addEnds(ends, read, streams, position);
  return ends;
}

/** Some at a time; one may come again, and some may have begun later. */
async function* streamsIn(read: ReadAuditLog, scope: Scope, position: Position): AsyncGenerator<readonly string[]> {
  yield scope.streams ?? [];
  const inCampaigns: Where = (eb) => eb('campaign_id', 'in', [...(scope.campaigns ?? [])]);
  if (scope.campaigns?.length)
    yield await read((reading) => reading.distinct('entry', 'stream', [inCampaigns, upTo(position)]));
  for (const prefix of scope.startingWith ?? []) yield* startingWith(read, prefix);
}

async function* startingWith(read: ReadAuditLog, prefix: string): AsyncGenerator<readonly string[]> {
  const isBelow: Where = (eb) => eb('stream', '<', `${prefix}\uffff`);
  let isNext: Where = (eb) => eb('stream', '>=', prefix);
  for (;;) {
    const where = [isNext, isBelow];
    const streams = await read((reading) => reading.distinct('entry', 'stream', where, AT_ONCE));
    yield streams;
    const last = streams.at(-1);
    if (last === undefined || streams.length < AT_ONCE) return;
    isNext = (eb) => eb('stream', '>', last);
  }
}

async function addEnds(
  ends: Map<StreamName, number>,
  read: ReadAuditLog,
  streams: readonly string[],
  position: Position,
): Promise<void> {
  for (let at = 0; at < streams.length; at += AT_ONCE) {
    const some = streams.slice(at, at + AT_ONCE);
    await read(async (reading) => {
      for (const stream of some) {
        const [last] = await reading.rows<EntryRow>('entry', {
          where: [(eb) => eb('stream', '=', stream), upTo(position)],
          orderBy: ['stream', 'revision'],
          descending: true,
          limit: 1,
        });
        if (last) ends.set(stream as StreamName, last.revision);
      }
    });
    await letOthersIn();
  }
}

function upTo(position: Position): Where {
  return (eb) => eb('position', '<=', position);
}

/** All events of a stream up to a revision, each with its place in the log. */
export async function eventsUpTo(
  stream: StreamName,
  revision: number,
  { store, placesOf }: { readonly store: EventStore; readonly placesOf: PlacesOf },
): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  let places: ReadonlyMap<number, string> | undefined;
  for await (const event of store.readStream(stream, { upTo: BigInt(revision) })) {
    const position = event.position ?? (places ??= placesOf(stream)).get(Number(event.revision)) ?? '';
    events.push({ ...event, position });
  }
  return events;
}

/** The objects that sentences on these events name. */
export function namedIn(events: readonly Logged[], codec: Codec): Set<string> {
  const told = events.flatMap((event) => [event, event.amended?.now, event.amends?.before, event.amends?.after]);
  return objectsNamed(
    told.flatMap((event) => (event ? [toldBy(event)] : [])),
    sentencesBy(codec),
  );
}

/** What a sentence on an event is made of. */
export function toldBy({ storedType, storedData, stream, entry }: Logged): Told {
  return { type: storedType, data: storedData, stream, entry };
}
