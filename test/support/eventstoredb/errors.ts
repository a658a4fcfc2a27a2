import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

/** An answer that is an error, with the metadata by which EventStoreDB's clients recognise it. */
function failure(code: status, details: string, metadata: Readonly<Record<string, string>> = {}): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata: Metadata.fromHttp2Headers(metadata) });
}

/** What the real server says when it did not foresee an input. */
export const unforeseen = () => failure(status.UNKNOWN, 'Exception was thrown by handler.');

export const unreadablePosition = () => failure(status.UNKNOWN, 'Unexpected ReadAllResult: Error');

export const notReady = () => failure(status.UNAVAILABLE, 'Server Is Not Ready');

export const deadlineExceeded = () => failure(status.DEADLINE_EXCEEDED, 'Deadline Exceeded');

export const consumerTooSlow = () =>
  failure(
    status.ABORTED,
    'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  );

export const notLeader = (leader: { readonly host: string; readonly port: number }) =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  });

export const appendTooLarge = (limit: number) =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${String(limit)} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

/** What the adapter never asks for; the real server might answer. */
export const notOfThisServer = () => failure(status.UNIMPLEMENTED, 'The test server does not do this.');
