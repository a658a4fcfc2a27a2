import type { Entry, Metadata, StreamName } from '../../../src/event-sourcing/event.js';
import type { Logged } from '../../../projections/projection.js';

/** An event as the log has it, column by column. */
export type EntryOfLog = [
  position: number,
  revision: number,
  idHex: string,
  type: string,
  data: string,
  metadata: string,
];

/** As folds see it; every type is of the present version. */
export function eventByHand(
  stream: StreamName,
  [position, revision, idHex, storedType, data, metadata]: EntryOfLog,
  positionAt: (place: number) => string,
): Logged {
  const parsed = JSON.parse(data) as object;
  const told = JSON.parse(metadata) as Metadata;
  return {
    id: idHex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    stream,
    category: stream.slice(0, stream.indexOf('-')),
    revision,
    position: positionAt(position),
    type: storedType.split('.')[1] ?? '',
    storedType,
    data: parsed,
    storedData: parsed,
    entry: entryIn(told),
    metadata: told,
    made: new Map(),
  };
}

function entryIn({ occurredOn, sources, visibility, reason }: Metadata): Entry {
  return { occurredOn, visibility, ...(sources ? { sources } : {}), ...(reason === undefined ? {} : { reason }) };
}
