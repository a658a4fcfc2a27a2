import type { handleClientStreamingCall, sendUnaryData } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected } from './append-check.js';
import { appendTooLarge, unforeseen } from './errors.js';
import type { FaultsByCall } from './faults.js';
import type { ProposedEvent } from './log.js';
import { interrupt, type Interruption, type ServerParts } from './server-parts.js';
import { appended, expectedOf, proposedEventOf, streamNameOf, wrongExpectedVersion } from './wire.js';

type Answer = sendUnaryData<streams.AppendResp>;

/** Bytes of data; metadata is not counted. */
const MAX_APPEND_BYTES = 1_048_576;

const INTERRUPTED_BEFORE: Partial<Record<FaultsByCall['append'], Interruption>> = {
  'silence-before-write': 'silence',
  'cut-before-write': 'cut',
  'deadline-before-write': 'deadline',
  'not-leader': 'not-leader',
  'not-ready': 'not-ready',
};

const INTERRUPTED_AFTER: Partial<Record<FaultsByCall['append'], Interruption>> = {
  'silence-after-write': 'silence',
  'cut-after-write': 'cut',
  'deadline-after-write': 'deadline',
};

/** The unary append: a header, then one message for each event, then one answer. */
export function appending(parts: ServerParts): handleClientStreamingCall<streams.AppendReq, streams.AppendResp> {
  return (call, answer) => {
    const requests: streams.AppendReq[] = [];
    call.on('data', (request: streams.AppendReq) => requests.push(request));
    call.on('end', () => {
      append(parts, requests, call.getPeer(), answer);
    });
  };
}

function append(parts: ServerParts, requests: readonly streams.AppendReq[], peer: string, answer: Answer): void {
  const fault = parts.faults.take('append');
  const meets = (interruptions: Partial<Record<FaultsByCall['append'], Interruption>>): boolean => {
    const interruption = fault && interruptions[fault];
    if (interruption === undefined) return false;
    const error = interrupt(interruption, peer, parts);
    if (error) answer(error);
    return true;
  };
  if (meets(INTERRUPTED_BEFORE)) return;
  const [error, response] = perform(parts, requests);
  if (!meets(INTERRUPTED_AFTER)) answer(error, response);
}

function perform(
  parts: ServerParts,
  [header, ...messages]: readonly streams.AppendReq[],
): Parameters<sendUnaryData<streams.AppendResp>> {
  const options = header?.getOptions();
  if (options === undefined) return [unforeseen()];
  const events = messages.flatMap((message) => proposedEventOf(message.getProposedMessage()!) ?? []);
  const bytes = events.reduce((sum, { data }) => sum + data.length, 0);
  const stream = streamNameOf(options.getStreamIdentifier());
  if (bytes > MAX_APPEND_BYTES) return [appendTooLarge(MAX_APPEND_BYTES)];
  if (events.length < messages.length || stream === '') return [unforeseen()];
  return [null, decide(parts, stream, expectedOf(options), events)];
}

function decide(
  { check, log }: ServerParts,
  stream: string,
  expected: Expected,
  events: readonly ProposedEvent[],
): streams.AppendResp {
  const decision = check.decide(stream, expected, events);
  if (decision === 'wrong-expected-version') return wrongExpectedVersion(expected, log.headOf(stream));
  if (decision !== 'write') return appended(decision.writtenUpTo, log.positionOf(stream, decision.writtenUpTo));
  const position = log.write(stream, events);
  check.remember(stream, events);
  return appended(log.headOf(stream), position);
}
