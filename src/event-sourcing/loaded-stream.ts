import type { Codec } from './codec.js';
import type { AnyDecider } from './decider.js';
import type { DomainEvent, Happened, RecordedEvent, Revision } from './event.js';

const BYTES_OF_AN_EMPTY_STATE = 1_000;
const BYTES_OF_A_COMMAND_ID = 100;

/** A stream as the runner keeps it: folded state, the revision it stands at, and the id of every command in it. */
export class LoadedStream {
  state: unknown;
  revision: Revision | 'none' = 'none';
  /** Rough size in memory, for the cache. */
  bytes = BYTES_OF_AN_EMPTY_STATE;
  /** Latest `recordedAt` in the stream. */
  recordedAt = '';
  private readonly firstRevisions = new Map<string, Revision>();

  constructor(
    private readonly decider: AnyDecider,
    private readonly codec: Codec,
  ) {
    this.state = decider.initial();
  }

  /** Takes in an event read from the log. */
  apply(recorded: RecordedEvent): void {
    const { event } = this.codec.decode(recorded);
    this.fold(event, recorded.metadata.commandId, JSON.stringify(recorded.data).length);
    if (recorded.metadata.recordedAt > this.recordedAt) this.recordedAt = recorded.metadata.recordedAt;
  }

  /** Takes in an event, recorded or about to be. */
  fold(event: Happened<DomainEvent>, commandId: string, bytes: number): void {
    this.state = this.decider.evolve(this.state, event) as unknown;
    this.revision = event.revision;
    this.bytes += 2 * bytes;
    if (this.firstRevisions.has(commandId)) return;
    this.firstRevisions.set(commandId, event.revision);
    this.bytes += BYTES_OF_A_COMMAND_ID;
  }

  get nextRevision(): Revision {
    return this.revision === 'none' ? 0n : this.revision + 1n;
  }

  /** Revision of the first event that a command wrote here; undefined where it wrote none. */
  firstRevisionOf(commandId: string): Revision | undefined {
    return this.firstRevisions.get(commandId);
  }
}
