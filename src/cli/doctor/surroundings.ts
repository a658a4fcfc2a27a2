import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freeBytes, RESERVED_BYTES } from '../../event-stores/sqlite/free-space.js';
import { isInUse } from '../../event-stores/sqlite/writer-lock.js';
import { software } from '../software.js';
import type { Check } from './check.js';

const MIB = 2 ** 20;
/** Below this there is room, but not for long. */
const AMPLE_BYTES = 1_024 * MIB;

export const settings: Check = {
  name: 'settings',
  look: ({ settings: { dataDir, eventStore, bootstrapToken, host, port } }) => {
    const log = eventStore ? `an EventStoreDB, namespace ${eventStore.namespace}` : 'the data folder';
    const token = bootstrapToken === undefined ? 'no bootstrap token' : 'a bootstrap token, valid while it is set';
    return { state: 'ok', detail: `data in ${dataDir}; log in ${log}; ${token}; listens at ${host}:${String(port)}` };
  },
};

export const versions: Check = {
  name: 'versions',
  look: () => {
    const { version, engines } = software;
    const detail = `Demarche ${version} on Node ${process.versions.node} (needs ${engines.node})`;
    const needed = engines.node.replace(/[^\d.]/g, '');
    const isOld = process.versions.node.localeCompare(needed, 'en', { numeric: true }) < 0;
    return isOld ? { state: 'failed', detail, advice: 'install a newer Node' } : { state: 'ok', detail };
  },
};

export const dataFolder: Check = {
  name: 'data folder',
  look: ({ folder: { path } }) => {
    if (!existsSync(path))
      return {
        state: 'failed',
        detail: `${path} is not there`,
        advice: 'set DEMARCHE_DATA_DIR to the folder, start the server to make a new one, or restore a backup into it',
        unreachable: true,
      };
    const open = ['.', ...readdirSync(path)].filter((name) => (statSync(join(path, name)).mode & 0o077) !== 0);
    const used = isInUse(path) ? 'a server runs on it' : 'no server runs on it';
    if (open.length === 0) return { state: 'ok', detail: `for its owner alone; ${used}` };
    return {
      state: 'warning',
      detail: `others than the owner may get at ${open.map((name) => join(path, name)).join(', ')}; ${used}`,
      advice: `chmod -R go= ${path}`,
    };
  },
};

export const disk: Check = {
  name: 'disk',
  look: ({ folder: { path } }) => {
    if (!existsSync(path)) return { state: 'warning', detail: 'could not be looked at: the data folder is not there' };
    const free = freeBytes(path);
    const detail = `${String(Math.floor(free / MIB))} MiB are free`;
    if (free >= AMPLE_BYTES) return { state: 'ok', detail };
    const advice = 'make room, or move the folder to a larger disk; a rebuild needs as much again as read.sqlite has';
    if (free >= RESERVED_BYTES) return { state: 'warning', detail, advice };
    const least = `less than ${String(RESERVED_BYTES / MIB)}, so a log here takes no entries`;
    return { state: 'failed', detail: `${detail}: ${least}`, advice };
  },
};
