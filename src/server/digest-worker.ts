import { parentPort, workerData } from 'node:worker_threads';
import { liveReadModels } from '../../projections/digest.js';
import { projections } from '../../projections/read-models.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { giveWay } from './thread-priority.js';

/** The worker thread that makes the digests of all live read models, and ends. */
const port = parentPort;
if (!port) throw new Error('this file is a worker thread');

giveWay('below');

const database = new SqliteReadDatabase(workerData as string, { readonly: true });
port.postMessage(database.read(() => liveReadModels(database, projections)));
database.close();
