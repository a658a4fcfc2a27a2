import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a data folder. All are for their owner alone. */
export interface DataFolder {
  readonly path: string;
  readonly log: string;
  readonly readDatabase: string;
  /** A folder of the time machine's; it can be thrown away at any time. */
  readonly snapshots: string;
  /** Where the first token is left when there is no terminal to show it on. */
  readonly firstToken: string;
}

/** The folder, made if it is not there. Files made from now on are 0600, folders 0700. */
export function openDataFolder(path: string): DataFolder {
  process.umask(0o077);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return dataFolderAt(path);
}

/** What a folder's files are called, whether they are there or not. */
export function dataFolderAt(path: string): DataFolder {
  return {
    path,
    log: join(path, 'log.sqlite'),
    readDatabase: join(path, 'read.sqlite'),
    snapshots: join(path, 'snapshots'),
    firstToken: join(path, 'first-token.txt'),
  };
}
