import { AccessDeniedError, CancelledError, ErrorType, TimeoutError } from '@eventstore/db-client';

/** gRPC's status codes, as the client hands them on. */
const UNKNOWN = 2;
const NOT_CONNECTED = /No connection established|Name resolution failed/;
const CERTIFICATE = /certificate|self.signed|unable to verify/i;
const TOO_SLOW = /Consumer too slow/;

/** Not one of the server's own answers: discovery that failed, a channel that was never opened. */
export function isOfTheClient(error: unknown): boolean {
  const { type, code } = error as { type?: unknown; code?: unknown };
  return type === undefined && typeof code !== 'number';
}

/** The request never left this machine: nothing can have been written. */
export function neverLeft(error: unknown): boolean {
  return NOT_CONNECTED.test(messageOf(error));
}

/** Trying again would not help: the account or the certificate is refused. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AccessDeniedError || CERTIFICATE.test(messageOf(error));
}

/** The position is not one of a record. */
export function isNoPosition(error: unknown): boolean {
  const { type, code } = error as { type?: unknown; code?: unknown };
  return type === ErrorType.UNKNOWN && code === UNKNOWN;
}

/** The server drops a live subscription on any burst (eventstoredb.md, 3). Ordinary: it is begun again at once. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof TimeoutError && TOO_SLOW.test(error.message);
}

/** We ended the call ourselves. */
export function isCancelled(error: unknown): boolean {
  return error instanceof CancelledError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
