import { randomUUID } from 'node:crypto';
import { ANY, jsonEvent, NO_STREAM, type AppendExpectedRevision, type EventStoreDBClient } from '@eventstore/db-client';
import { built } from '../product.js';
import type { AppendPlan } from './plan.js';

/** Appends the entry once more; resolves with its id when that is answered. One at a time. */
export type Append = () => Promise<string>;

/** The client as it comes, and appenders on it. Nothing is decided, checked, remembered or tried again. */
export async function bareClient({
  connectionString,
  streams,
  entry,
  path,
  expected,
}: AppendPlan): Promise<{ client: EventStoreDBClient; appenders: Append[] }> {
  const { Connection } = await built('src/event-stores/eventstoredb/connection.js');
  const { client, credentials } = new Connection(connectionString);
  // With credentials in its options the client goes the unary way, without them BatchAppend.
  const way = path === 'unary' ? { credentials } : {};
  const appenders = streams.map((stream): Append => {
    let expectedRevision: AppendExpectedRevision = expected === 'exact' ? NO_STREAM : ANY;
    return async () => {
      const id = randomUUID();
      const event = jsonEvent({ id, ...entry });
      const { nextExpectedRevision } = await client.appendToStream(stream, event, { expectedRevision, ...way });
      if (expected === 'exact') expectedRevision = nextExpectedRevision;
      return id;
    };
  });
  return { client, appenders };
}
