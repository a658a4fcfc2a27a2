import { parentPort, workerData } from 'node:worker_threads';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { readRoutes } from '../../projections/read-models.js';
import { ReadModels } from '../../projections/reading/read-models.js';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import { Snapshots } from '../../projections/time-machine/snapshots.js';
import { TimeMachine } from '../../projections/time-machine/time-machine.js';
import { WhatChanged } from '../../projections/time-machine/what-changed.js';
import { WholePast } from '../../projections/time-machine/whole-past.js';
import { createCodec } from '../aggregates.js';
import { copyDatabase } from '../event-stores/sqlite/copy-database.js';
import { systemClock } from '../event-sourcing/clock.js';
import { openEventStore } from './open-event-store.js';
import { packedError, type PastAnswer, type PastQuestion, type PastWork } from './past-questions.js';
import { giveWay } from './thread-priority.js';

/** Nobody waits for a snapshot: whether one is due is looked at now and then. */
const SNAPSHOTS_EVERY_MS = 60_000;
const LOOK_AGAIN_MS = 20;

/** The worker thread that answers questions about the past, one after another, so that no command waits for them. */
const work = workerData as PastWork;
const port = parentPort;
if (!port) throw new Error('this file is a worker thread');

giveWay('low');

const store = await openEventStore(work.log);
const database = new SqliteReadDatabase(work.readDatabase);
const codec = createCodec();
const readModels = new ReadModels({ database, codec, logId: store.logId, feed: { onCommitted: lookAgain } });
const snapshots = new Snapshots(work.folder, store.logId);
const copyTo = (file: string): Promise<void> => copyDatabase(work.readDatabase, file, () => undefined);
const whole = new WholePast({ store, codec, database, copyTo, snapshots });
const now = (): string => new Date(systemClock.now()).toISOString();
const machine = new TimeMachine({ store, codec, readModels, database, whole, now });
const whatChanged = new WhatChanged({ machine, store, codec, database, routes: readRoutes });

/** Other threads commit: nobody tells this one of it. */
function lookAgain(listener: () => void): () => void {
  const timer = setInterval(listener, LOOK_AGAIN_MS);
  return () => {
    clearInterval(timer);
  };
}

function answer({ kind, route: path, asked, viewer }: PastQuestion): Promise<Record<string, unknown>> {
  const route = readRoutes.find((one) => one.path === path) as ReadRoute;
  if (kind === 'changes') return whatChanged.changes(route, asked, viewer);
  if (kind === 'explain') return whatChanged.explain(route, asked, viewer);
  return machine.answer(route, asked, viewer);
}

let turn: Promise<unknown> = Promise.resolve();
function inTurn(job: () => Promise<unknown>): void {
  turn = turn.then(job, job);
}

const snapshotTimer = setInterval(() => {
  inTurn(() => whole.keepUp().catch(() => undefined));
}, SNAPSHOTS_EVERY_MS);
inTurn(() => whole.keepUp().catch(() => undefined));

port.on('message', (message: PastQuestion | 'stop') => {
  if (message === 'stop') {
    clearInterval(snapshotTimer);
    inTurn(async () => {
      whole.dispose();
      await store.close();
      database.close();
      port.close();
    });
    return;
  }
  inTurn(async () => {
    const told = await answer(message).then(
      (answered): PastAnswer => ({ id: message.id, answered }),
      (error: unknown): PastAnswer => ({ id: message.id, failed: packedError(error as Error) }),
    );
    port.postMessage(told);
  });
});
