import { parentPort, workerData } from 'node:worker_threads';
import { Projector } from '../../projections/projector.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { projections } from '../../projections/read-models.js';
import { createCodec } from '../aggregates.js';
import { openEventStore } from './open-event-store.js';
import type { ProjectorWork } from './projection-thread.js';
import { subscriptionDropped, tell } from './projector-port.js';
import { giveWay } from './thread-priority.js';

/** The worker thread that owns `follow` and projects, so that no command waits for it. */
const work = workerData as ProjectorWork;
const port = parentPort;
if (!port) throw new Error('this file is a worker thread');

giveWay('below');

const store = await openEventStore(work.log, { onSubscriptionDropped: subscriptionDropped });
const database = new SqliteReadDatabase(work.readDatabase);
const stop = new AbortController();

port.on('message', () => {
  stop.abort();
});

const projector = new Projector({
  store,
  codec: createCodec(),
  database,
  projections,
  onCommitted: (categories) => {
    tell({ kind: 'committed', categories });
  },
  onNotice: (notice, readModel) => {
    tell({ kind: 'notice', notice, readModel });
  },
});

await projector.follow(stop.signal);
await store.close();
database.close();
port.close();
