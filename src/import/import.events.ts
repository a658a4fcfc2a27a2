import { eventTypes } from '../event-sourcing/codec.js';
import type { DomainEvent } from '../event-sourcing/event.js';

export type ImportStarted = DomainEvent<
  'ImportStarted',
  {
    /** SHA-256 of the file's bytes, hex: tells the file without its name. */
    readonly sha256: string;
    readonly lines: number;
  }
>;
export type ImportFinished = DomainEvent<
  'ImportFinished',
  {
    readonly sha256: string;
    readonly lines: number;
    /** By the run that finished it. */
    readonly written: number;
    /** Imported before (where it was cut off, by the runs before), or said already. */
    readonly repeated: number;
    readonly leftOut: number;
    /** Everything that was wrong: a line may have several errors, or be left out without one. */
    readonly errors: number;
  }
>;

export type ImportEvent = ImportStarted | ImportFinished;

export const importEvents = eventTypes<ImportEvent>('import', {
  ImportStarted: {
    version: 1,
    sentence: ({ lines }) => `An import of ${lines === 1 ? '1 line' : `${String(lines)} lines`} was begun.`,
  },
  ImportFinished: {
    version: 1,
    sentence: ({ lines, written, repeated, leftOut }) =>
      `An import was finished: of ${lines === 1 ? '1 line' : `${String(lines)} lines`}, ${String(written)} were ` +
      `written, ${String(repeated)} were there already, ${String(leftOut)} were left out.`,
  },
});
