import type { Position } from '../../src/event-sourcing/event.js';

/** Where one generation of a read model stands. */
export interface ReadModelState {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  /** Whether queries are answered from it; otherwise it is being built. */
  readonly live: boolean;
  /** Where following goes on; null before anything was read. Also passes what is not ours in the log. */
  readonly resume: Position | null;
  /** The last event of this log that was passed, folded or not: its position, id, place in its stream and recordedAt. */
  readonly shown: Position | null;
  readonly shownEventId: string | null;
  readonly shownStream: string | null;
  readonly shownRevision: number | null;
  readonly asOf: string | null;
  /** The greatest recordedAt that was passed; it need not be the last one's. */
  readonly latestRecordedAt: string | null;
  /**
   * By how many milliseconds, at most, an event was recorded before one that stands before it in the log: 0 with one
   * clock. Null where it is not known: the file was begun by a version that did not look.
   */
  readonly clocksApart: number | null;
  /** The position of the event that could not be folded, and why; null while it follows. */
  readonly stoppedAt: Position | null;
  readonly stoppedBecause: string | null;
}

/** How far a batch brings a read model. */
export type Progress = Pick<
  ReadModelState,
  'resume' | 'shown' | 'shownEventId' | 'shownStream' | 'shownRevision' | 'asOf' | 'latestRecordedAt' | 'clocksApart'
>;

/** Another projector moved the checkpoint, or replaced the generation: this one steps down. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}
