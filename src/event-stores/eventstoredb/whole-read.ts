import type { StreamingRead } from '@eventstore/db-client';

/**
 * Every event of a read. The client keeps no deadline for reads: one that is silent for so long is given up.
 *
 * @param silenceMs longest time between two events, and before the first and the end
 * @throws whatever the read fails with; an error of our own where it falls silent
 */
export async function wholeRead<Event>(read: StreamingRead<Event>, silenceMs: number): Promise<Event[]> {
  const events: Event[] = [];
  const silence = setTimeout(() => {
    read.destroy(new Error('a read fell silent'));
    void read.cancel();
  }, silenceMs);
  try {
    for await (const event of read) {
      silence.refresh();
      events.push(event);
    }
    return events;
  } finally {
    clearTimeout(silence);
  }
}
