import { randomBytes, randomUUID } from 'node:crypto';
import type { Metadata, NewEvent, Revision, StreamName } from '../../src/event-sourcing/event.js';
import type { Appended, EventStore, LogPage } from '../../src/event-sourcing/event-store.js';

/** A log that a test has for itself. */
export interface TestLog {
  /** A store on the log: called again, another instance on the same one. */
  open(): Promise<EventStore>;
  /** Closes what was opened, and does away with the log. */
  dispose(): Promise<void>;
}

/** A stream that nobody has written to. */
export function someProposal(): StreamName {
  return `proposal-${randomUUID()}`;
}

/** An event, as it would be of a state that endorses a proposal. */
export function endorsement(data: object = { country: 'CHL', version: 2 }): NewEvent {
  return { id: randomUUID(), type: 'proposal.StateEndorsed.v1', data, metadata: someMetadata() };
}

export function endorsements(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => endorsement({ country: 'CHL', version: index }));
}

export function someMetadata(): Metadata {
  return {
    occurredOn: '2004-10',
    visibility: 'members',
    recordedAt: '2026-11-25T10:00:00.000Z',
    actorId: randomUUID(),
    commandId: randomUUID(),
    commandDigest: randomBytes(32).toString('hex'),
    correlationId: randomUUID(),
    salt: randomBytes(16).toString('hex'),
  };
}

export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Begins a stream with a number of events, appended as one. */
export function begin(store: EventStore, stream: StreamName, count: number): Promise<Appended> {
  return store.append(stream, 'none', endorsements(count));
}

export async function idsOf(store: EventStore, stream: StreamName): Promise<string[]> {
  return (await allOf(store.readStream(stream))).map(({ id }) => id);
}

/** Every page of the log after a position, up to the first empty one, which is left out. */
export async function pagesOf(store: EventStore, limit = 100, after = 'start'): Promise<LogPage[]> {
  const pages: LogPage[] = [];
  for (let from = after; ;) {
    const page = await store.readAll(from, limit);
    if (page.events.length === 0) return pages;
    pages.push(page);
    from = page.end;
  }
}

/** Ids of the whole log in order. */
export async function idsOfLog(store: EventStore): Promise<string[]> {
  return idsIn(await pagesOf(store));
}

export function idsIn(pages: readonly LogPage[]): string[] {
  return pages.flatMap(({ events }) => events.map(({ id }) => id));
}

/** Appends events to a stream one after another, each expecting its predecessor. */
export async function appendOneByOne(
  store: EventStore,
  stream: StreamName,
  events: readonly NewEvent[],
): Promise<Appended[]> {
  const appended: Appended[] = [];
  let expected: Revision | 'none' = 'none';
  for (const event of events) {
    const last: Appended = await store.append(stream, expected, [event]);
    expected = last.revision;
    appended.push(last);
  }
  return appended;
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
