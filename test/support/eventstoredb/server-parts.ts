import type { ServiceError } from '@grpc/grpc-js';
import type { AppendCheck } from './append-check.js';
import type { Connections } from './connections.js';
import { deadlineExceeded, notLeader, notReady } from './errors.js';
import type { Faults } from './faults.js';
import type { EventLog } from './log.js';

/** What the server's calls work on. */
export interface ServerParts {
  readonly log: EventLog;
  readonly check: AppendCheck;
  readonly faults: Faults;
  readonly connections: Connections;
}

/** How a call can come to nothing. */
export type Interruption = 'silence' | 'cut' | 'deadline' | 'not-leader' | 'not-ready';

/** Interrupts the call of a peer; the error to answer with, where it is answered at all. */
export function interrupt(
  interruption: Interruption,
  peer: string,
  { connections }: ServerParts,
): ServiceError | undefined {
  switch (interruption) {
    case 'silence':
      return undefined;
    case 'cut':
      connections.cut(peer);
      return undefined;
    case 'deadline':
      return deadlineExceeded();
    case 'not-leader':
      return notLeader({ host: '127.0.0.1', port: connections.port });
    case 'not-ready':
      return notReady();
  }
}
