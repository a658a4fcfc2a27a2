import { START, streamNameFilter, type AllStreamSubscription } from '@eventstore/db-client';
import type { Access } from './access.js';

/** Taken off the wire at once whatever comes: the server drops a subscriber that lets 32 messages wait. */
const ON_THE_WAY = 10_000;
/** Events that are not ours before the server says how far it has looked. */
const SEARCH_WINDOW = 4_096;

/** A subscription to the events of our streams after a place: the server leaves out what others have written. */
export function subscribeToOurs(
  { connection, stored }: Access,
  after: bigint | 'start',
  onLookedOn: () => void = () => undefined,
): AllStreamSubscription {
  const filter = streamNameFilter({
    prefixes: [stored.prefix],
    maxSearchWindow: SEARCH_WINDOW,
    checkpointReached: onLookedOn,
  });
  const fromPosition = after === 'start' ? START : { commit: after, prepare: after };
  return connection.client.subscribeToAll({ fromPosition, filter }, { highWaterMark: ON_THE_WAY });
}

/** Ends it. One that has failed goes on delivering what it had: nobody listens any more. */
export function letGo(subscription: AllStreamSubscription): void {
  subscription.removeAllListeners('data');
  subscription.removeAllListeners('end');
  subscription.on('error', () => undefined);
  void subscription.unsubscribe().catch(() => undefined);
}
