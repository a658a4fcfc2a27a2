import type { Codec } from '../src/event-sourcing/codec.js';
import { categoryOf, type PositionedEvent } from '../src/event-sourcing/event.js';
import type { Logged } from './projection.js';

/** An event of the log as folds see it. @throws UnknownEventType */
export function logged(codec: Codec, recorded: PositionedEvent): Logged {
  const { event, title, arenas } = codec.decode(recorded);
  return {
    id: recorded.id,
    stream: recorded.stream,
    category: categoryOf(recorded.stream),
    revision: Number(recorded.revision),
    position: recorded.position,
    type: event.type,
    storedType: recorded.type,
    data: event.data,
    storedData: recorded.data,
    entry: event.entry,
    metadata: recorded.metadata,
    made: new Map(),
    ...(title === undefined ? {} : { title }),
    ...(arenas === undefined ? {} : { arenas }),
  };
}

/**
 * Decodes each event of a page once, however many read models fold it. To be let go of with the page: weak maps of
 * longer life would keep what they hold through every minor collection, which took more time than folding.
 */
export function decodeOnce(codec: Codec): (recorded: PositionedEvent) => Logged {
  const decoded = new Map<PositionedEvent, Logged>();
  return (recorded) => {
    const known = decoded.get(recorded);
    if (known) return known;
    const event = logged(codec, recorded);
    decoded.set(recorded, event);
    return event;
  };
}
