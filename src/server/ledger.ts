import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { createCodec } from '../aggregates.js';
import type { Settings } from '../config.js';
import { systemClock, type Clock } from '../event-sourcing/clock.js';
import type { Codec } from '../event-sourcing/codec.js';
import { judgeBy } from '../commands/amendments.js';
import { CommandRunner, type RunnerObserver } from '../event-sourcing/command-runner.js';
import { permitCountries } from '../vocabulary/countries.js';
import { openDataFolder, type DataFolder } from './data-folder.js';
import { openEventStore, type LogStore, type LogStoreOptions } from './open-event-store.js';

/** The log of a data folder, what writes to it, and the read models beside it. */
export interface Ledger {
  readonly folder: DataFolder;
  readonly store: LogStore;
  readonly codec: Codec;
  readonly runner: CommandRunner;
  readonly database: SqliteReadDatabase;
  readonly clock: Clock;
  close(): Promise<void>;
}

export interface LedgerOptions extends LogStoreOptions {
  readonly observer?: RunnerObserver;
}

/**
 * Opens the log that the settings name and the data folder beside it, for a server or for the command line.
 *
 * @throws NewerDataFolder · NotALog · NewerReadDatabase · NotAReadDatabase — refused by name
 * @throws BadSetting · StoreUnavailable — the server that the log is on
 */
export async function openLedger(settings: Settings, { observer, ...options }: LedgerOptions = {}): Promise<Ledger> {
  permitCountries(settings.extraCountries);
  const folder = openDataFolder(settings.dataDir);
  const store = await openEventStore({ eventStore: settings.eventStore, file: folder.log }, options);
  const database = new SqliteReadDatabase(folder.readDatabase);
  const codec = createCodec();
  const clock = systemClock;
  const runner = new CommandRunner({ store, codec, clock, judge: judgeBy(clock), ...(observer ? { observer } : {}) });
  for (const { asOf } of database.readModels()) if (asOf !== null) runner.hasSeen(asOf);
  // Read models may be behind, or new: nothing may be recorded before what the log itself ends with.
  runner.hasSeen((await store.latestRecordedAt?.()) ?? '');
  return {
    folder,
    store,
    codec,
    runner,
    database,
    clock,
    close: async () => {
      await runner.settled();
      await store.close();
      database.close();
    },
  };
}
