import { existsSync } from 'node:fs';
import type { Settings } from '../../config.js';
import { dataFolderAt, type DataFolder } from '../../server/data-folder.js';
import { CalledWrongly } from '../exit-codes.js';

/** There is no log where the settings look for one. */
export class NoLog extends Error {
  override readonly name = 'NoLog';
}

/** The data folder, which is to have the log in it. @throws CalledWrongly where the log is on an EventStoreDB */
export function embeddedFolder({ dataDir, eventStore }: Settings): DataFolder {
  if (eventStore)
    throw new CalledWrongly(
      'DEMARCHE_EVENT_STORE is set: the log is on an EventStoreDB, whose own means back it up and restore it; ' +
        'this verb is for a log in the data folder',
    );
  return dataFolderAt(dataDir);
}

/** @throws NoLog */
export function refuseWithoutLog({ path, log }: DataFolder): void {
  if (!existsSync(log)) throw new NoLog(`there is no log in ${path}; DEMARCHE_DATA_DIR names the folder that has it`);
}
