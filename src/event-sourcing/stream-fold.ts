import { Amendments, isAmendment, type Amendment } from './amendments.js';
import type { Codec } from './codec.js';
import type { DomainEvent, Happened, RecordedEvent, Revision, StreamName } from './event.js';
import type { EventStore } from './event-store.js';

/** How a state is made of a stream's entries. */
export interface Folding<State> {
  /** Fresh, and evolve's to change. */
  initial(): State;
  evolve(state: State, event: Happened<DomainEvent>): State;
}

/** One stream, folded as its amendments leave it, up to a revision. */
export class StreamFold<State = unknown> {
  state: State;
  revision: Revision | 'none' = 'none';
  private readonly amendments = new Amendments();
  protected firstEventId: string | undefined;

  constructor(
    private readonly folding: Folding<State>,
    private readonly codec: Codec,
  ) {
    this.state = folding.initial();
  }

  /** Takes in what the stream has gained; whether there was anything. */
  async readOn(store: EventStore, stream: StreamName): Promise<boolean> {
    const known = this.revision;
    let amended = false;
    for await (const recorded of store.readStream(stream, known === 'none' ? {} : { after: known })) {
      amended = this.apply(recorded) || amended;
    }
    if (amended) await this.foldAgain(store, stream);
    return this.revision !== known;
  }

  /** Whether the entry that began the stream is retracted. */
  get isRetracted(): boolean {
    return this.firstEventId !== undefined && this.amendments.isRetracted(this.firstEventId);
  }

  /** Takes in an amendment that is about to be recorded, and the state under it. */
  amend(amendment: Amendment, state: State): void {
    this.amendments.add(amendment);
    this.state = state;
  }

  /** Takes in one event more; whether it amends an earlier one, so that all is to be folded again. */
  protected apply(recorded: RecordedEvent): boolean {
    const { event } = this.codec.decode(recorded);
    this.pass(recorded);
    if (isAmendment(recorded.type)) this.amendments.add(event as unknown as Amendment);
    else this.state = this.folding.evolve(this.state, event);
    return isAmendment(recorded.type);
  }

  /** Goes on past an event without folding it. */
  protected pass({ id, revision }: RecordedEvent): void {
    this.revision = revision;
    this.firstEventId ??= id;
  }

  private async foldAgain(store: EventStore, stream: StreamName): Promise<void> {
    this.state = this.folding.initial();
    for await (const recorded of store.readStream(stream, this.revision === 'none' ? {} : { upTo: this.revision })) {
      const standing = isAmendment(recorded.type) ? undefined : this.amendments.standing(recorded);
      if (standing) this.state = this.folding.evolve(this.state, this.codec.decode(standing).event);
    }
  }
}
