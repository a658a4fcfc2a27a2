import type { Position, StreamName } from '../../src/event-sourcing/event.js';
import type { EntryRow } from '../entries/entry-log.js';
import type { ReadModels } from '../reading/read-models.js';
import type { Viewer } from '../reading/viewer.js';
import { auditLog } from './audit-log.projection.js';

/**
 * The stream that an event is in; undefined where there is no such event that the viewer may know of. Waits for what was
 * recorded before the question was asked.
 *
 * @throws ProjectionBehind · ReadModelBuilding
 */
export async function streamOfEvent(
  readModels: ReadModels,
  head: () => Promise<Position>,
  { eventId, viewer }: { readonly eventId: string; readonly viewer: Viewer },
): Promise<StreamName | undefined> {
  const look = (): Promise<StreamName | undefined> =>
    readModels.read(auditLog, viewer, async (reading) => {
      const row = await reading.row<EntryRow>('entry', 'eventId', eventId);
      return row?.stream as StreamName | undefined;
    });
  const found = await look();
  if (found !== undefined) return found;
  await readModels.reached(auditLog, await head());
  return look();
}
