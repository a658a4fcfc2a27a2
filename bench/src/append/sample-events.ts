import type { NewEvent, StreamName } from '../../../src/event-sourcing/event.js';
import type { Appended, EventStore, LogPage } from '../../../src/event-sourcing/event-store.js';
import { Writer, type CommandBody } from '../writer.js';
import { ENTRY } from '../http/entry.js';

/** Appenders, each on a stream of its own. */
export const STREAMS = 64;

/** The events of one stream, in order. */
export interface SampleStream {
  readonly stream: StreamName;
  readonly events: readonly NewEvent[];
}

/** Events as the product writes them, metadata and all: what its runner hands to the store, and no store. */
export async function sampleEvents(eventsOfAStream: number): Promise<SampleStream[]> {
  const recorder = new Recorder();
  const writer = await Writer.on(recorder);
  const campaign = {
    title: 'A permanent group of democracies at the UN',
    objective: 'Democracies meet as a permanent group, with rules of procedure.',
    arenas: ['un-democracy-caucus'],
    levels: ['global'],
    leads: ['lead-1'],
    occurredOn: '2000-06-27',
  };
  const entry = JSON.parse(ENTRY) as CommandBody;
  for (let index = 0; index < STREAMS; index++) {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    await writer.write('campaign', id, 'LaunchCampaign', { id, ...campaign });
    for (let count = 1; count < eventsOfAStream; count++) await writer.write('campaign', id, 'LogAction', entry);
  }
  return [...recorder.streams].map(([stream, events]) => ({ stream, events }));
}

/** Takes down what it is to append; its streams are read by nobody. */
class Recorder implements EventStore {
  readonly streams = new Map<StreamName, NewEvent[]>();

  append(stream: StreamName, _: unknown, events: readonly NewEvent[]): Promise<Appended> {
    const known = this.streams.get(stream) ?? [];
    known.push(...events);
    this.streams.set(stream, known);
    return Promise.resolve({ revision: BigInt(known.length - 1), position: '' });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to wait for, and nothing to yield
  async *readStream(): AsyncGenerator<never> {
    yield* [];
  }

  readAll(): Promise<LogPage> {
    return Promise.resolve({ events: [], end: '' });
  }

  head(): Promise<string> {
    return Promise.resolve('');
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to wait for, and nothing to yield
  async *follow(): AsyncGenerator<never> {
    yield* [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
