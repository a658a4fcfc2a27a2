import type { Connection } from './connection.js';
import type { Positions } from './positions.js';
import type { StoredEvents } from './stored-events.js';

/** What is needed to speak of one log with the server. */
export interface Access {
  readonly connection: Connection;
  readonly stored: StoredEvents;
  readonly positions: Positions;
  /** How long a call is tried again. */
  readonly patienceMs: number;
  /** How long the server has for one try. */
  readonly deadlineMs: number;
}
