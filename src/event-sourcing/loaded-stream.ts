import type { Codec } from './codec.js';
import type { AnyDecider } from './decider.js';
import type { DomainEvent, Happened, RecordedEvent, Revision } from './event.js';
import { StreamFold } from './stream-fold.js';

const BYTES_OF_AN_EMPTY_STATE = 1_000;
const BYTES_OF_A_COMMAND_ID = 100;

/** A stream as the runner keeps it: folded state, the revision it stands at, and the id of every command in it. */
export class LoadedStream extends StreamFold {
  /** Rough size in memory, for the cache. */
  bytes = BYTES_OF_AN_EMPTY_STATE;
  /** Latest `recordedAt` in the stream. */
  recordedAt = '';
  private readonly firstRevisions = new Map<string, Revision>();

  constructor(
    private readonly decider: AnyDecider,
    codec: Codec,
  ) {
    super(decider, codec);
  }

  /** Takes in an event that is about to be recorded. */
  fold(event: Happened<DomainEvent>, commandId: string, bytes: number): void {
    this.state = this.decider.evolve(this.state, event) as unknown;
    this.firstEventId ??= event.id;
    this.written(event.revision, commandId, bytes);
  }

  /** Takes in that a command is about to be recorded whose event {@link state} tells of already. */
  written(revision: Revision, commandId: string, bytes: number): void {
    this.revision = revision;
    this.bytes += 2 * bytes;
    if (this.firstRevisions.has(commandId)) return;
    this.firstRevisions.set(commandId, revision);
    this.bytes += BYTES_OF_A_COMMAND_ID;
  }

  override pass(recorded: RecordedEvent): void {
    super.pass(recorded);
    const { commandId, recordedAt } = recorded.metadata;
    this.written(recorded.revision, commandId, JSON.stringify(recorded.data).length);
    if (recordedAt > this.recordedAt) this.recordedAt = recordedAt;
  }

  get nextRevision(): Revision {
    return this.revision === 'none' ? 0n : this.revision + 1n;
  }

  /** Revision of the first event that a command wrote here; undefined where it wrote none. */
  firstRevisionOf(commandId: string): Revision | undefined {
    return this.firstRevisions.get(commandId);
  }
}
