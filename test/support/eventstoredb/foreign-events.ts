import { randomUUID } from 'node:crypto';
import type { EventLog, ProposedEvent } from './log.js';

/** What stands in `$all` beside one's own events: streams of the server, and of another application. */
const OTHERS: readonly { readonly stream: string; readonly type: string; readonly isJson: boolean }[] = [
  { stream: '$$order-1', type: '$metadata', isJson: true },
  { stream: '$stats-127.0.0.1:2113', type: '$statsCollected', isJson: true },
  { stream: 'order-1', type: 'OrderPlaced', isJson: true },
  { stream: 'picture-1', type: 'PictureTaken', isJson: false },
];

/** Writes so many events that are not the tested application's, one an append. */
export function writeForeign(log: EventLog, count: number): void {
  for (let index = 0; index < count; index++) {
    const { stream, ...event } = OTHERS[index % OTHERS.length]!;
    log.write(stream, [foreign(event)]);
  }
}

function foreign({ type, isJson }: Pick<ProposedEvent, 'type' | 'isJson'>): ProposedEvent {
  const data = isJson ? Buffer.from('{"of":"others"}') : Buffer.of(0, 255, 127);
  return { id: randomUUID(), type, isJson, data, metadata: Buffer.alloc(0) };
}
