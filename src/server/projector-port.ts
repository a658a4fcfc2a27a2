import { parentPort } from 'node:worker_threads';
import type { ProjectorMessage } from './projection-thread.js';

/** Tells the server's thread something, from the projector's. */
export function tell(message: ProjectorMessage): void {
  parentPort?.postMessage(message);
}

/** For the event store that the projector follows: its subscription was ended by the server. */
export function subscriptionDropped(): void {
  tell({ kind: 'subscription-dropped' });
}
