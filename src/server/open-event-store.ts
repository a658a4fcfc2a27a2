import type { EventStoreSetting } from '../config.js';
import { BadSetting } from '../config.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { BadConnection } from '../event-stores/eventstoredb/bad-connection.js';
import { openSqliteEventStore } from '../event-stores/sqlite/sqlite-event-store.js';

/** An event store whose log is known by name. */
export interface LogStore extends EventStore {
  /** 32 hexadecimal digits: every position of the log begins with them. */
  readonly logId: string;
  /** When the last event of the log was recorded, on a store that can tell at once. */
  latestRecordedAt?(): Promise<string | undefined>;
}

/** Which log: the file of a data folder, unless the settings name a server. */
export interface LogLocation {
  readonly eventStore: EventStoreSetting | undefined;
  readonly file: string;
}

/** What may be chosen on opening. */
export interface LogStoreOptions {
  /** How long a server that does not answer is asked again before it is given up. */
  readonly openingPatienceMs?: number;
  readonly onSubscriptionDropped?: () => void;
  /** Told by the log in the data folder after each commit: how many appends and events it wrote. */
  readonly onCommit?: (appends: number, events: number) => void;
}

/**
 * Opens the log, on whichever store it is.
 *
 * @throws BadSetting where the server's name makes no sense, or it refuses us
 * @throws StoreUnavailable where the server does not answer
 * @throws NewerDataFolder · NotALog — the file is refused by name
 */
export async function openEventStore(
  { eventStore, file }: LogLocation,
  options: LogStoreOptions = {},
): Promise<LogStore> {
  if (!eventStore) return openSqliteEventStore(file, options);
  // Loaded where it is chosen: its client takes every thread 0.2 s and 25 MiB.
  const { openEventStoreDb } = await import('../event-stores/eventstoredb/event-store-db.js');
  try {
    return await openEventStoreDb({ ...eventStore, ...options });
  } catch (error) {
    if (error instanceof BadConnection) throw new BadSetting('DEMARCHE_EVENT_STORE', error.message);
    throw error;
  }
}
