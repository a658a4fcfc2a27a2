import { BACKWARDS, END, EventStoreDBClient, StreamNotFoundError, type ResolvedEvent } from '@eventstore/db-client';
import { server } from './server.js';

export type StreamEvent = NonNullable<ResolvedEvent['event']>;

/** The last event of each stream that is there, read by a client that had no part in writing it. */
export async function lastEvents(streams: readonly string[]): Promise<StreamEvent[]> {
  const client = EventStoreDBClient.connectionString(server());
  const events: StreamEvent[] = [];
  for (const stream of streams) {
    const last = await lastOf(stream, client);
    if (last) events.push(last);
  }
  return events;
}

/** How many events the streams hold. */
export async function eventsIn(streams: readonly string[]): Promise<number> {
  return (await lastEvents(streams)).reduce((sum, { revision }) => sum + Number(revision) + 1, 0);
}

async function lastOf(stream: string, client: EventStoreDBClient): Promise<StreamEvent | undefined> {
  try {
    let last: StreamEvent | undefined;
    const read = client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    for await (const { event } of read) last = event;
    return last;
  } catch (error) {
    if (error instanceof StreamNotFoundError) return undefined;
    throw error;
  }
}
