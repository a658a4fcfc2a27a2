import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { hasEvent, type EventLog, type EventRecord } from './log.js';
import { wirePositionOf } from './wire.js';

/** What a subscription to `$all` is to give, and where it begins. */
export interface Scope {
  /** Index of the first record to look at. */
  readonly firstIndex: number;
  matches(record: EventRecord): boolean;
  /** How many events are looked at in one page. */
  readonly window: number;
  /** After how many events looked at a checkpoint is sent. */
  readonly checkpointEvery: number;
}

const DEFAULT_WINDOW = 32;

/** `unknown` is what this server does not do; `unreadable` a position that is no record's. */
export function scopeOf(log: EventLog, options: streams.ReadReq.Options): Scope | 'unknown' | 'unreadable' {
  const all = options.getAll();
  const firstIndex = all && firstIndexOf(log, all);
  if (all === undefined) return 'unknown';
  if (firstIndex === undefined) return 'unreadable';
  const filter = options.getFilter();
  if (filter === undefined) {
    return { firstIndex, matches: () => true, window: DEFAULT_WINDOW, checkpointEvery: Infinity };
  }
  const names = filter.getStreamIdentifier();
  if (names === undefined || names.getRegex() !== '') return 'unknown';
  const prefixes = names.getPrefixList();
  const window = filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
  return {
    firstIndex,
    matches: ({ event }) => prefixes.some((prefix) => event.stream.startsWith(prefix)),
    window,
    checkpointEvery: window * filter.getCheckpointintervalmultiplier(),
  };
}

/** Without the event at the position: the server skips the first one from there on. */
function firstIndexOf(log: EventLog, all: streams.ReadReq.Options.AllOptions): number | undefined {
  if (!all.hasPosition()) return all.hasEnd() ? log.length : 0;
  const { commit } = wirePositionOf(all.getPosition()!);
  if (commit === 0n) return 0;
  if (log.isPast(commit)) return log.length;
  if (!log.isBoundary(commit)) return undefined;
  let index = log.indexAt(commit);
  while (index < log.length && !hasEvent(log.at(index)!)) index++;
  return Math.min(index + 1, log.length);
}
