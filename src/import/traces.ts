import type { Metadata, Revision, StreamName } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { commandIdOf, digestOf } from '../event-sourcing/ids.js';
import type { IdentifiedSubmission } from '../event-sourcing/submission.js';
import type { PreparedLine } from './prepare.js';

/** What the log holds of a line, and of its neighbours on the same object, from an earlier import. */
export interface Trace {
  /** Whether the line itself was written, and with this content. */
  readonly written: 'so' | 'otherwise' | undefined;
  /** Where the object's stream stood when it was the line's turn, if lines around it were written. */
  readonly turn: Revision | undefined;
  /** Its key was used for another command on the same object. */
  readonly isKeyTaken: boolean;
}

type WellFormedLine = PreparedLine & { readonly submission: IdentifiedSubmission };

/** Looks up what earlier imports have left of these lines. */
export async function tracesOf(lines: readonly PreparedLine[], store: EventStore): Promise<Map<PreparedLine, Trace>> {
  const byStream = new Map<StreamName, WellFormedLine[]>();
  for (const line of lines) {
    if (!isWellFormed(line)) continue;
    const ofStream = byStream.get(line.submission.stream);
    if (ofStream) ofStream.push(line);
    else byStream.set(line.submission.stream, [line]);
  }
  const traces = new Map<PreparedLine, Trace>();
  for (const [stream, ofStream] of byStream) traceStream(ofStream, await commandsIn(stream, store), traces);
  return traces;
}

function isWellFormed(line: PreparedLine): line is WellFormedLine {
  return line.submission !== undefined;
}

interface Written {
  readonly first: Revision;
  last: Revision;
  readonly salt: string;
  readonly digest: string;
}

/** The commands that wrote to a stream, with their first and last revisions. */
async function commandsIn(stream: StreamName, store: EventStore): Promise<Map<string, Written>> {
  const commands = new Map<string, Written>();
  for await (const { revision, metadata } of store.readStream(stream)) {
    const written = commands.get(metadata.commandId);
    if (written) written.last = revision;
    else commands.set(metadata.commandId, writtenAt(revision, metadata));
  }
  return commands;
}

function writtenAt(revision: Revision, { salt, commandDigest }: Metadata): Written {
  return { first: revision, last: revision, salt, digest: commandDigest };
}

function traceStream(
  lines: readonly WellFormedLine[],
  inLog: ReadonlyMap<string, Written>,
  traces: Map<PreparedLine, Trace>,
): void {
  const turns = turnsOf(lines, inLog);
  for (const [index, line] of lines.entries())
    traces.set(line, {
      written: howWritten(line.submission, inLog),
      turn: turns[index],
      isKeyTaken: inLog.size > 0 && otherCommandIds(line.submission).some((id) => inLog.has(id)),
    });
}

function howWritten(
  { commandId, canonicalBody }: IdentifiedSubmission,
  inLog: ReadonlyMap<string, Written>,
): Trace['written'] {
  const written = inLog.get(commandId);
  if (!written) return undefined;
  return digestOf(canonicalBody, written.salt) === written.digest ? 'so' : 'otherwise';
}

/** After the line written before it, or else before the first that was written after it. */
function turnsOf(lines: readonly WellFormedLine[], inLog: ReadonlyMap<string, Written>): (Revision | undefined)[] {
  const written = lines.map(({ submission }) => inLog.get(submission.commandId));
  const later = written.flatMap((command) => (command ? [command.first - 1n] : []));
  let turn = later.length === 0 ? undefined : later.reduce((a, b) => (a < b ? a : b));
  return written.map((command) => {
    const own = turn;
    if (command && (turn === undefined || command.last > turn)) turn = command.last;
    return own;
  });
}

/** Ids that the key would have given to the object's other commands. */
function otherCommandIds({ aggregate, asked, stream, keyScope, idempotencyKey }: IdentifiedSubmission): string[] {
  return Object.keys(aggregate.commands)
    .filter((command) => command !== asked.type)
    .map((command) => commandIdOf({ scope: keyScope ?? asked.actorId, command, target: stream, idempotencyKey }));
}
