import type { PositionedEvent } from '../../event-sourcing/event.js';
import type { Access } from './access.js';
import { letGo, subscribeToOurs } from './our-subscription.js';

/**
 * The next events of ours after a place: as many as asked for, or all that there are. The client cannot filter a read;
 * of a subscription the server leaves out what others have written, some twenty times as fast as it can be read
 * (eventstoredb.md, *Reading*).
 *
 * @throws where the subscription fails, or nothing is heard of it for as long as a call may take
 */
export function ourNextEvents(access: Access, after: bigint | 'start', limit: number): Promise<PositionedEvent[]> {
  return new Promise((resolve, reject) => {
    const events: PositionedEvent[] = [];
    let hasCaughtUp = false;
    const subscription = subscribeToOurs(access, after, () => silence.refresh());
    const over = (): void => {
      clearTimeout(silence);
      letGo(subscription);
    };
    const fail = (error: Error): void => {
      over();
      reject(error);
    };
    const finishWhenComplete = (): void => {
      // It says that it has caught up before the last events are read from it.
      const isComplete = hasCaughtUp && subscription.readableLength === 0;
      if (events.length < limit && !isComplete) return;
      over();
      resolve(events);
    };
    const silence = setTimeout(() => {
      fail(new Error('nothing was heard of a subscription'));
    }, access.deadlineMs);
    subscription.on('data', (resolved) => {
      silence.refresh();
      const event = access.stored.ofLog(resolved, access.positions);
      if (event) events.push(event);
      finishWhenComplete();
    });
    subscription.on('caughtUp', () => {
      hasCaughtUp = true;
      finishWhenComplete();
    });
    subscription.on('error', fail);
    subscription.on('end', () => {
      fail(new Error('a subscription ended'));
    });
  });
}
