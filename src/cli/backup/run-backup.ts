import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readSettings } from '../../config.js';
import { StoreUnavailable } from '../../event-sourcing/event-store.js';
import { systemClock } from '../../event-sourcing/clock.js';
import { freeBytes, RESERVED_BYTES } from '../../event-stores/sqlite/free-space.js';
import { inspectLog, type LogInspection } from '../../event-stores/sqlite/inspect-log.js';
import { dataFolderAt, type DataFolder } from '../../server/data-folder.js';
import { CalledWrongly } from '../exit-codes.js';
import { software } from '../software.js';
import { print } from '../with-ledger.js';
import { copyAndCheck, DamagedCopy } from './checked-copy.js';
import { embeddedFolder, refuseWithoutLog } from './embedded-folder.js';
import { writeManifest } from './manifest.js';

const MIB = 2 ** 20;

/**
 * Copies a data folder as it is, also while a server writes to it; whether all of it is in the backup.
 *
 * @throws CalledWrongly · NoLog · NotALog · DamagedCopy · StoreUnavailable — nothing is left in the target
 */
export async function runBackup(target: string, isJson: boolean | undefined): Promise<boolean> {
  const source = embeddedFolder(readSettings(process.env));
  refuseWithoutLog(source);
  const backup = dataFolderAt(resolve(target));
  refuseTarget(source, backup);
  process.umask(0o077);
  mkdirSync(backup.path, { recursive: true });
  try {
    refuseWithoutRoom(source, backup);
    chmodSync(backup.path, 0o700);
    const log = await copyLog(source, backup);
    const hasReadModels = await copyReadModels(source, backup);
    const madeAt = new Date(systemClock.now()).toISOString();
    const { logId, position, events } = log;
    writeManifest(backup.path, { software: software.version, madeAt, logId, position, events });
    const told = `${String(events)} events, up to ${position}, are backed up in ${backup.path}`;
    print(isJson, { folder: backup.path, logId, position, events, hasReadModels }, told);
    return hasReadModels;
  } catch (error) {
    for (const name of readdirSync(backup.path)) rmSync(join(backup.path, name));
    throw error;
  }
}

function refuseTarget(source: DataFolder, { path }: DataFolder): void {
  if (!relative(source.path, path).startsWith('..'))
    throw new CalledWrongly(`${path} lies in the data folder; a backup belongs elsewhere, best on another disk`);
  if (existsSync(path) && readdirSync(path).length > 0) throw new CalledWrongly(`${path} is not empty`);
}

function refuseWithoutRoom(source: DataFolder, { path }: DataFolder): void {
  const files = [source.log, source.readDatabase].flatMap((file) => [file, `${file}-wal`]);
  const needed = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  const free = freeBytes(path);
  if (needed + RESERVED_BYTES <= free) return;
  const [mib, freeMib, kept] = [needed, free, RESERVED_BYTES].map((bytes) => String(Math.ceil(bytes / MIB)));
  throw new StoreUnavailable(
    `a backup takes up to ${mib ?? ''} MiB; ${freeMib ?? ''} are free on the disk of ${path}, and ${kept ?? ''} are left so`,
  );
}

/** First of all: the log is what cannot be made again. */
async function copyLog(source: DataFolder, backup: DataFolder): Promise<LogInspection> {
  await copyAndCheck(source.log, backup.log);
  return inspectLog(backup.log);
}

/** Read models can be built again: a backup without them is better than none. */
async function copyReadModels({ readDatabase }: DataFolder, backup: DataFolder): Promise<boolean> {
  if (!existsSync(readDatabase)) return true;
  try {
    await copyAndCheck(readDatabase, backup.readDatabase);
    return true;
  } catch (error) {
    if (!(error instanceof DamagedCopy)) throw error;
    rmSync(backup.readDatabase);
    process.stderr.write(`left out: ${error.message}. It can be taken away; the next start builds it anew.\n`);
    return false;
  }
}
