import type { Position } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';

const PAGE = 4_000;

/**
 * The last position that was recorded at or before an instant, '' where there is none: what `asOf` takes the instant for.
 * Servers on one log have a clock each, so it may come after one that was recorded later: the whole log is looked through.
 *
 * @param head where the log ends
 * @param onProgress called after each page with the position up to which the log has been looked through
 */
export async function lastRecordedBy(
  instant: string,
  store: EventStore,
  head: Position,
  onProgress: (position: Position) => void,
): Promise<Position> {
  let last: Position = '';
  for (let after: Position | 'start' = 'start'; after === 'start' || after < head;) {
    const { events, end } = await store.readAll(after, PAGE);
    last = events.findLast(({ metadata }) => metadata.recordedAt <= instant)?.position ?? last;
    if (events.length === 0) break;
    after = end;
    onProgress(end);
  }
  return last;
}
