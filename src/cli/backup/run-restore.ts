import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { projections } from '../../../projections/read-models.js';
import { readSettings, type Settings } from '../../config.js';
import { inspectLog } from '../../event-stores/sqlite/inspect-log.js';
import { renewLogId } from '../../event-stores/sqlite/renew-log-id.js';
import { isInUse, LOCK_NAME, takeWriterLock } from '../../event-stores/sqlite/writer-lock.js';
import { dataFolderAt, openDataFolder, type DataFolder } from '../../server/data-folder.js';
import { openLedger } from '../../server/ledger.js';
import { CalledWrongly } from '../exit-codes.js';
import { rebuildAll } from '../rebuild-named.js';
import { table } from '../table.js';
import { print } from '../with-ledger.js';
import { copyAndCheck, DamagedCopy } from './checked-copy.js';
import { embeddedFolder } from './embedded-folder.js';
import { readManifest, type Manifest } from './manifest.js';

/**
 * Makes the data folder of a backup: its log under a new id, and read models that are built from it.
 *
 * @throws CalledWrongly where the data folder is not empty, or the other no backup; FolderInUse
 * @throws DamagedCopy · NotALog · NewerDataFolder — the data folder is as empty as before
 */
export async function runRestore(from: string, isJson: boolean | undefined): Promise<void> {
  const settings = readSettings(process.env);
  const folder = embeddedFolder(settings);
  const backup = dataFolderAt(resolve(from));
  const manifest = readManifest(backup.path);
  if (!isInUse(folder.path)) refuseWhatIsNotEmpty(folder);
  const lock = takeWriterLock(openDataFolder(folder.path).path);
  try {
    refuseWhatIsNotEmpty(folder);
    const logId = await restoreLog(backup, manifest, folder);
    const readModels = await rebuildReadModels(settings);
    const { events } = manifest;
    print(isJson, { folder: folder.path, logId, events, readModels }, summary(folder, manifest, logId, readModels));
  } finally {
    lock.release();
  }
}

function entriesIn({ path }: DataFolder): string[] {
  return existsSync(path) ? readdirSync(path) : [];
}

/** But for the lock that a server leaves behind, and what SQLite keeps beside it. */
function refuseWhatIsNotEmpty(folder: DataFolder): void {
  if (entriesIn(folder).some((name) => !name.startsWith(LOCK_NAME)))
    throw new CalledWrongly(`${folder.path} is not empty; a backup is restored into a folder of its own`);
}

/** Under another name until it is whole, so that nobody opens half a log. */
async function restoreLog(backup: DataFolder, manifest: Manifest, { log }: DataFolder): Promise<string> {
  const unfinished = `${log}.restoring`;
  try {
    await copyAndCheck(backup.log, unfinished);
    refuseAnother(manifest, unfinished, backup.log);
    const logId = renewLogId(unfinished);
    renameSync(unfinished, log);
    return logId;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function refuseAnother({ logId, position, events }: Manifest, copy: string, log: string): void {
  const found = inspectLog(copy);
  if (found.logId === logId && found.position === position && found.events === events) return;
  throw new DamagedCopy(`${log} is another log than the one that the backup was made of`);
}

async function rebuildReadModels(settings: Settings): Promise<Record<string, string>> {
  process.stderr.write('building read models anew\n');
  const ledger = await openLedger(settings);
  try {
    return await rebuildAll(projections, ledger);
  } finally {
    await ledger.close();
  }
}

function summary(
  { path }: DataFolder,
  { events, logId: before, madeAt }: Manifest,
  logId: string,
  readModels: Record<string, string>,
): string {
  return [
    `${String(events)} events of the backup of ${madeAt} are restored in ${path}.`,
    `The log has a new id, ${logId}: positions of the old one (${before}) are refused from now on.`,
    'Tokens are valid as they were then. Read models were built anew; their digests:',
    table(Object.entries(readModels)),
  ].join('\n');
}
