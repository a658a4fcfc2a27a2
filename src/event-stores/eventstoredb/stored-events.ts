import { jsonEvent, type EventData, type ResolvedEvent, type AllStreamResolvedEvent } from '@eventstore/db-client';
import type { Metadata, NewEvent, PositionedEvent, RecordedEvent, StreamName } from '../../event-sourcing/event.js';
import type { Positions } from './positions.js';

/** Metadata as the server's users know it: these two names are reserved for what we call without the dollar sign. */
interface StoredMetadata extends Omit<Metadata, 'correlationId' | 'causationId'> {
  readonly $correlationId: string;
  readonly $causationId?: string;
}

/** The streams of one namespace among all that a server holds, and their events as they are stored. */
export class StoredEvents {
  /** What the names of our streams, and of no others, begin with. */
  readonly prefix: string;
  /** The stream that the log's id is in; no event of it is an event of the log. */
  readonly identityStream: string;

  constructor(namespace: string) {
    this.prefix = `${namespace}.`;
    this.identityStream = `${this.prefix}log`;
  }

  nameOf(stream: StreamName): string {
    return this.prefix + stream;
  }

  toStore({ id, type, data, metadata }: NewEvent): EventData {
    const { correlationId, causationId, ...rest } = metadata;
    const stored: StoredMetadata = {
      ...rest,
      $correlationId: correlationId,
      ...(causationId === undefined ? {} : { $causationId: causationId }),
    };
    return jsonEvent({ id, type, data: data as Record<string, unknown>, metadata: { ...stored } });
  }

  /** An event read from its stream. The server tells no position there. */
  ofStream({ event }: ResolvedEvent): RecordedEvent | undefined {
    if (!event?.streamId.startsWith(this.prefix)) return undefined;
    return {
      id: event.id,
      stream: event.streamId.slice(this.prefix.length) as StreamName,
      revision: event.revision,
      type: event.type,
      data: event.data as object,
      metadata: metadataOf(event.metadata as unknown as StoredMetadata),
    };
  }

  /** An event of the log, read from the whole; undefined for another's. */
  ofLog(resolved: AllStreamResolvedEvent, positions: Positions): PositionedEvent | undefined {
    const { event } = resolved;
    if (!event || event.streamId === this.identityStream) return undefined;
    const recorded = this.ofStream(resolved);
    return recorded && { ...recorded, position: positions.at(event.position.commit) };
  }
}

function metadataOf({ $correlationId, $causationId, ...rest }: StoredMetadata): Metadata {
  return {
    ...rest,
    correlationId: $correlationId,
    ...($causationId === undefined ? {} : { causationId: $causationId }),
  };
}
