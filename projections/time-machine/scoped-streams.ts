import type { Codec } from '../../src/event-sourcing/codec.js';
import type { PositionedEvent, StreamName } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import type { EntryRow } from '../entries/entry-log.js';
import { objectsNamed } from '../entries/entry-sentences.js';
import type { PlacesOf } from '../page.js';
import type { Logged } from '../projection.js';
import type { Where } from '../reading/parameters.js';
import type { Scope } from '../reading/read-route.js';
import type { Reading, Told } from '../reading/reading.js';
import { sentencesBy } from '../reading/sentences.js';

/** By stream, the revision of its last event at a moment. */
export type StreamEnds = ReadonlyMap<StreamName, number>;

/** The streams of a scope as they were at a position; told by the read model that knows the place of every event. */
export async function streamsIn(reading: Reading, scope: Scope, position: string): Promise<StreamEnds> {
  const named = new Set(scope.streams ?? []);
  const inCampaigns: Where = (eb) => eb('campaign_id', 'in', [...(scope.campaigns ?? [])]);
  if (scope.campaigns?.length)
    for (const stream of await reading.distinct('entry', 'stream', [inCampaigns, upTo(position)])) named.add(stream);
  for (const prefix of scope.startingWith ?? [])
    for (const stream of await reading.distinct('entry', 'stream', [startsWith(prefix), upTo(position)]))
      named.add(stream);
  return endsOf(reading, [...named], position);
}

/** By stream, the revision of its last event at a position; without those that had none. */
export async function endsOf(reading: Reading, streams: readonly string[], position: string): Promise<StreamEnds> {
  const ends = new Map<StreamName, number>();
  for (const stream of streams) {
    const where: Where[] = [(eb) => eb('stream', '=', stream), upTo(position)];
    const [last] = await reading.rows<EntryRow>('entry', {
      where,
      orderBy: ['stream', 'revision'],
      descending: true,
      limit: 1,
    });
    if (last) ends.set(stream as StreamName, last.revision);
  }
  return ends;
}

function upTo(position: string): Where {
  return (eb) => eb('position', '<=', position);
}

function startsWith(prefix: string): Where {
  return (eb) => eb.and([eb('stream', '>=', prefix), eb('stream', '<', `${prefix}\uffff`)]);
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
