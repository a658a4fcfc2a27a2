import {
  END,
  streamNameFilter,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type ReadPosition,
} from '@eventstore/db-client';
import { answerAs } from '../children.js';
import { Delays } from '../http/delays.js';
import { pace, type PacedAnswer } from '../http/pace.js';
import { tell } from '../progress.js';
import { bareClient, type Append } from './bare-client.js';
import type { PacedAppendPlan } from './plan.js';

/** Taken off the wire at once, as the product does: the server drops a subscriber that lets 32 messages wait. */
const ON_THE_WAY = 10_000;

/** A process of its own: appenders that send at their times, and a bare subscription beside them on the same client. */
answerAs(async (plan: PacedAppendPlan): Promise<PacedAnswer> => {
  const delays = new Delays();
  const { client, appenders } = await bareClient(plan);
  const unsubscribe = await subscribe(client, `${plan.namespace}.`, (eventId) => {
    delays.seen(eventId, performance.now());
  });
  // An appender whose turn has come again waits for its answer: the next revision is not known before.
  const turns = appenders.map(() => Promise.resolve());
  const paced = await pace(plan, (index) => {
    const appender = index % appenders.length;
    turns[appender] = (turns[appender] as Promise<void>).then(async () => {
      const eventId = await (appenders[appender] as Append)();
      delays.answered(eventId, performance.now());
    });
  });
  const answer = await delays.over(paced);
  await unsubscribe();
  return answer;
});

/** Follows `$all` from its end; where the server drops the subscription, at once from the last event taken. */
async function subscribe(
  client: EventStoreDBClient,
  prefix: string,
  onEvent: (eventId: string) => void,
): Promise<() => Promise<void>> {
  const filter = streamNameFilter({ prefixes: [prefix] });
  const begin = (fromPosition: ReadPosition): AllStreamSubscription => {
    const subscription = client.subscribeToAll({ fromPosition, filter }, { highWaterMark: ON_THE_WAY });
    let last = fromPosition;
    subscription.on('data', ({ event }) => {
      if (!event) return;
      last = event.position;
      onEvent(event.id);
    });
    subscription.on('error', () => {
      tell('  the bare subscription was dropped, and is begun again');
      subscription.removeAllListeners('data');
      current = begin(last);
    });
    return subscription;
  };
  let current = begin(END);
  await new Promise<void>((resolve) => current.once('confirmation', resolve));
  return async () => {
    current.removeAllListeners('error').on('error', () => undefined);
    await current.unsubscribe();
  };
}
