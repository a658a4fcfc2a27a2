import {
  EventStoreDBClient,
  jsonEvent,
  type AllStreamRecordedEvent,
  type AppendExpectedRevision,
  type EventData,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { TestEventStoreDb } from './test-event-store-db.js';

/** With credentials the client takes the unary path; a server without TLS ignores them. */
const CREDENTIALS = { username: 'admin', password: 'changeit' };

/** A server and a client on it: the real one where `DEMARCHE_TEST_EVENTSTOREDB` names one, and one's own otherwise. */
export class TestedServer {
  private constructor(
    readonly client: EventStoreDBClient,
    private readonly own?: TestEventStoreDb,
  ) {}

  static async open(): Promise<TestedServer> {
    const real = process.env['DEMARCHE_TEST_EVENTSTOREDB'];
    if (real !== undefined) return new TestedServer(EventStoreDBClient.connectionString(real));
    return TestedServer.on(await TestEventStoreDb.start());
  }

  /** A client on a test server, which is stopped with it. */
  static on(own: TestEventStoreDb): TestedServer {
    return new TestedServer(EventStoreDBClient.connectionString(own.connectionString), own);
  }

  append(stream: string, expectedRevision: AppendExpectedRevision, events: EventData[], deadline = 10_000) {
    return this.client.appendToStream(stream, events, { expectedRevision, deadline, credentials: CREDENTIALS });
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const { event } of this.client.readStream(stream, options)) events.push(event!);
    return events;
  }

  async readAll(options: ReadAllOptions = {}): Promise<AllStreamRecordedEvent[]> {
    const events: AllStreamRecordedEvent[] = [];
    for await (const { event } of this.client.readAll(options)) events.push(event!);
    return events;
  }

  /** Ids of a stream's events; none where it does not exist. */
  async idsOf(stream: string): Promise<string[]> {
    return (await this.readStream(stream)).map(({ id }) => id);
  }

  async close(): Promise<void> {
    await this.client.dispose();
    await this.own?.stop();
  }
}

/** A stream that nobody has written to. */
export function someStream(prefix = 'tested'): string {
  return `${prefix}.order-${randomUUID()}`;
}

export function events(count: number): EventData[] {
  return Array.from({ length: count }, (_, index) => jsonEvent({ type: 'OrderLineAdded', data: { index } }));
}

export function idsIn(given: readonly { readonly id: string }[]): string[] {
  return given.map(({ id }) => id);
}
