import { Amendments, isAmendment, type Amendment } from './amendments.js';
import type { Codec } from './codec.js';
import type { Aggregate } from './decider.js';
import type { DomainEvent, Happened, RecordedEvent, StreamName } from './event.js';
import type { EventStore } from './event-store.js';
import { LoadedStream } from './loaded-stream.js';

/** An event as it was recorded, and as folds see it. */
export interface Recalled {
  readonly recorded: RecordedEvent;
  readonly event: Happened<DomainEvent>;
}

/** A stream with all that was ever told in it: what an amendment is decided on. */
export class History {
  readonly told: Recalled[] = [];
  readonly amendments: Amendment[] = [];
  /** Ids and revision; its state is set once something was decided. */
  readonly loaded: LoadedStream;

  private constructor(
    readonly aggregate: Aggregate,
    private readonly codec: Codec,
  ) {
    this.loaded = new LoadedStream(aggregate.decider, codec);
  }

  static async read(store: EventStore, codec: Codec, aggregate: Aggregate, stream: StreamName): Promise<History> {
    const history = new History(aggregate, codec);
    for await (const recorded of store.readStream(stream)) history.take(recorded);
    return history;
  }

  /** The stream's entries as they stand, with one amendment more if it is given. */
  standing(further: readonly Amendment[] = []): Happened<DomainEvent>[] {
    const amendments = this.amended(further);
    return this.told.flatMap(({ recorded, event }) => {
      if (amendments.of(recorded.id) === undefined) return [event];
      const standing = amendments.standing(recorded);
      return standing ? [this.codec.decode(standing).event] : [];
    });
  }

  amended(further: readonly Amendment[] = []): Amendments {
    const amendments = new Amendments();
    for (const amendment of [...this.amendments, ...further]) amendments.add(amendment);
    return amendments;
  }

  private take(recorded: RecordedEvent): void {
    const { event } = this.codec.decode(recorded);
    this.loaded.pass(recorded);
    if (isAmendment(recorded.type)) this.amendments.push(event as unknown as Amendment);
    else this.told.push({ recorded, event });
  }
}
