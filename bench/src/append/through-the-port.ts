import type { NewEvent, Revision } from '../../../src/event-sourcing/event.js';
import { answerAs } from '../children.js';
import { built } from '../product.js';
import type { AppendAnswer, AppendPlan } from './plan.js';
import { sampleEvents } from './sample-events.js';

/** A process of its own: an appender for each stream, each waiting for its append before it asks for the next. */
answerAs(async ({ file, warmUp, measured }: AppendPlan): Promise<AppendAnswer> => {
  const { openSqliteEventStore } = await built('src/event-stores/sqlite/sqlite-event-store.js');
  const streams = await sampleEvents(warmUp + measured);
  const store = openSqliteEventStore(file);
  const expected: (Revision | 'none')[] = streams.map(() => 'none');
  const append = async (from: number, to: number): Promise<void> => {
    const appenders = streams.map(async ({ stream, events }, appender) => {
      for (let index = from; index < to; index++) {
        const event = events[index] as NewEvent;
        const { revision } = await store.append(stream, expected[appender] ?? 'none', [event]);
        expected[appender] = revision;
      }
    });
    await Promise.all(appenders);
  };
  await append(0, warmUp);
  const from = performance.now();
  await append(warmUp, warmUp + measured);
  const seconds = (performance.now() - from) / 1_000;
  await store.close();
  return { seconds };
});
