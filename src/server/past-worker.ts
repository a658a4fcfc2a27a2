import { parentPort, workerData } from 'node:worker_threads';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { readRoutes } from '../../projections/read-models.js';
import { ReadModels } from '../../projections/reading/read-models.js';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import { Snapshots } from '../../projections/time-machine/snapshots.js';
import { asksOfEverything, TimeMachine } from '../../projections/time-machine/time-machine.js';
import { WhatChanged } from '../../projections/time-machine/what-changed.js';
import { WholePast } from '../../projections/time-machine/whole-past.js';
import { createCodec } from '../aggregates.js';
import { copyDatabase } from '../event-stores/sqlite/copy-database.js';
import { systemClock } from '../event-sourcing/clock.js';
import { HeldLists } from './held-lists.js';
import { openEventStore } from './open-event-store.js';
import {
  packedError,
  troubleOf,
  type PastMessage,
  type PastRequest,
  type PastWork,
  type RouteQuestion,
} from './past-questions.js';
import { giveWay } from './thread-priority.js';
import { Turns } from './turns.js';

/** Nobody waits for a snapshot: whether one is due is looked at now and then. */
const SNAPSHOTS_EVERY_MS = 60_000;
const LOOK_AGAIN_MS = 20;

/** The worker thread that answers questions about the past, so that no command waits for them. */
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

const lists = new HeldLists();
/** One after another each: what is made of the whole log, which lets the others in after each stream or page; and these. */
const ofEverything = new Turns();
const ofSome = new Turns();

function answer({ kind, route: path, asked, viewer }: RouteQuestion, id: number): Promise<object> {
  const route = readRoutes.find((one) => one.path === path) as ReadRoute;
  const turns = asksOfEverything(route, asked) ? ofEverything : ofSome;
  return turns.take<object>(async () => {
    if (kind === 'changes') return whatChanged.changes(route, asked, viewer);
    if (kind === 'explain') return whatChanged.explain(route, asked, viewer);
    if (kind === 'hold') return lists.add(id, await machine.hold(route, asked, viewer));
    return machine.answer(route, asked, viewer);
  });
}

function tell(message: PastMessage): void {
  port?.postMessage(message);
}

async function keepUp(): Promise<void> {
  await whole.keepUp().catch((error: unknown) => {
    tell({ kind: 'snapshot-failed', because: troubleOf(error as Error) });
  });
}

const snapshotTimer = setInterval(() => {
  void ofEverything.take(keepUp);
}, SNAPSHOTS_EVERY_MS);
void ofEverything.take(keepUp);

async function stop(): Promise<void> {
  clearInterval(snapshotTimer);
  await Promise.all([ofEverything, ofSome].map((turns) => turns.take(() => Promise.resolve())));
  lists.letGoOfAll();
  machine.dispose();
  await store.close();
  database.close();
  port?.close();
}

port.on('message', (request: PastRequest) => {
  if (request.kind === 'stop') void stop();
  else if (request.kind === 'let-go') lists.letGo(request.list);
  else {
    const { id } = request;
    // Somebody reads on: a page is there at once.
    const answered = request.kind === 'page' ? lists.next(request.list) : answer(request, id);
    answered.then(
      (told) => {
        tell({ kind: 'answer', id, answered: told });
      },
      (error: unknown) => {
        tell({ kind: 'failure', id, failed: packedError(error as Error) });
      },
    );
  }
});
