import type { StreamName } from '../src/event-sourcing/event.js';
import type { EventStore } from '../src/event-sourcing/event-store.js';
import type { ReadModelState } from './read-database/read-model-state.js';

/** Whether the event that a read model last passed stands in this log, at the same place. */
export async function tellsOfThisLog(store: EventStore, state: ReadModelState): Promise<boolean> {
  const { resume, shownStream, shownRevision, shownEventId } = state;
  if (resume !== null && logIdOf(resume) !== logIdOf(await store.head())) return false;
  if (shownStream === null || shownRevision === null) return true;
  const revision = BigInt(shownRevision);
  for await (const event of store.readStream(shownStream as StreamName, { after: revision - 1n, upTo: revision }))
    return event.id === shownEventId;
  return false;
}

function logIdOf(position: string): string {
  return position.slice(0, position.indexOf('.'));
}
