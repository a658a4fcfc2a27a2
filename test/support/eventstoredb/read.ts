import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { notOfThisServer, unforeseen, unreadablePosition } from './errors.js';
import type { FaultsByCall } from './faults.js';
import { hasEvent, type EventLog, type EventRecord, type LogRecord } from './log.js';
import { Outbox, type ReadCall } from './outbox.js';
import { interrupt, type Interruption, type ServerParts } from './server-parts.js';
import { subscribe } from './subscription.js';
import { eventMessage, isBackwards, streamNameOf, streamNotFound, wirePositionOf } from './wire.js';

type Options = streams.ReadReq.Options;

const PACE = 32;

const INTERRUPTED: Partial<Record<FaultsByCall['readAll'], Interruption>> = {
  silence: 'silence',
  cut: 'cut',
  deadline: 'deadline',
  'not-leader': 'not-leader',
  'not-ready': 'not-ready',
};

/** Reads of a stream, reads of `$all`, and subscriptions: one call of the protocol. */
export function reading(parts: ServerParts): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> {
  return (call) => {
    const options = call.request.getOptions();
    const outbox = new Outbox(call);
    if (options === undefined) outbox.end(unforeseen());
    else if (options.hasSubscription()) subscribe(parts, call, options, outbox);
    else void read(parts, call, options, outbox);
  };
}

async function read(parts: ServerParts, call: ReadCall, options: Options, outbox: Outbox): Promise<void> {
  const fault = parts.faults.take(options.hasStream() ? 'readStream' : 'readAll');
  const interruption = fault && INTERRUPTED[fault];
  if (interruption !== undefined) {
    const error = interrupt(interruption, call.getPeer(), parts);
    if (error) outbox.end(error);
    return;
  }
  const records = recordsOf(parts.log, options, outbox);
  // The real server never ends a read of no events.
  if (records === undefined || options.getCount() === '0') return;
  await give(fault === undefined ? records : records.slice(0, records.length >>> 1), outbox);
  if (fault === 'cut-midway') parts.connections.cut(call.getPeer());
  else if (fault !== 'silence-midway') outbox.end();
}

async function give(records: readonly EventRecord[], outbox: Outbox): Promise<void> {
  for (const record of records) {
    outbox.send(eventMessage(record));
    await outbox.drainTo(PACE);
  }
  await outbox.drainTo(0);
  await nextTurn();
}

/** What a read is to give; undefined where it was answered otherwise. */
function recordsOf(log: EventLog, options: Options, outbox: Outbox): readonly EventRecord[] | undefined {
  const count = Number(options.getCount());
  if (options.hasAll()) {
    const records = isBackwards(options) ? backwards(log, options) : forwards(log, options);
    if (records === undefined) outbox.end(unreadablePosition());
    return records && take(records, count);
  }
  const ofStream = options.getStream();
  const stream = streamNameOf(ofStream?.getStreamIdentifier());
  const events = log.stream(stream);
  if (stream === '') outbox.end(unforeseen());
  else if (ofStream === undefined || ofStream.hasEnd() !== isBackwards(options)) outbox.end(notOfThisServer());
  else if (isBackwards(options)) {
    if (events.length === 0) outbox.send(streamNotFound(stream));
    return events.toReversed().slice(0, count);
  } else {
    const from = Number(ofStream.getRevision());
    if (events.length === 0) outbox.send(streamNotFound(stream));
    return events.slice(from, from + count);
  }
  return undefined;
}

/** From the record at the position given; undefined where there can be none. */
function forwards(log: EventLog, options: Options): Iterable<LogRecord> | undefined {
  const all = options.getAll()!;
  if (!all.hasPosition()) return all.hasEnd() ? [] : log.from(0);
  const from = wirePositionOf(all.getPosition()!);
  if (!log.isPast(from.commit) && !log.isBoundary(from.commit)) return undefined;
  return log.from(log.indexAt(from.commit));
}

/** From the record that ends at the position given. */
function backwards(log: EventLog, options: Options): Iterable<LogRecord> | undefined {
  const all = options.getAll()!;
  if (!all.hasPosition()) return all.hasEnd() ? log.before(log.length) : [];
  const from = wirePositionOf(all.getPosition()!);
  if (!log.isBoundary(from.commit)) return undefined;
  return log.before(log.indexAt(from.commit));
}

function take(records: Iterable<LogRecord>, count: number): EventRecord[] {
  const taken: EventRecord[] = [];
  for (const record of records) {
    if (taken.length === count) break;
    if (hasEvent(record)) taken.push(record);
  }
  return taken;
}
