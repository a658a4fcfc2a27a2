import { existsSync } from 'node:fs';
import type { ReadModelState } from '../../../projections/read-database/read-model-state.js';
import { SqliteReadDatabase } from '../../../projections/read-database/sqlite-read-database.js';
import { projections } from '../../../projections/read-models.js';
import { isInUse } from '../../event-stores/sqlite/writer-lock.js';
import { openEventStore, type LogStore } from '../../server/open-event-store.js';
import { ProjectionLag, type Lag } from '../../server/projection-lag.js';
import type { Check, Examined, Finding } from './check.js';

/** A server that is further behind has more to do than it can. */
const LAG_SECONDS = 60;
/** Recorded times may run ahead of the clock by so much before it is worth a word. */
const CLOCK_TOLERANCE_MS = 60_000;

type Found = Omit<Finding, 'name'>;

interface Opened {
  readonly store: LogStore;
  /** The generation that queries are answered from, of every read model that has one. */
  readonly live: readonly ReadModelState[];
}

/** Whether every read model is there, follows the log, and how far behind it is. */
export const readModels: Check = {
  name: 'read models',
  look: (examined) =>
    withStores(examined, async ({ store, live }) => {
      const stopped = live.find(({ stoppedBecause }) => stoppedBecause !== null);
      if (stopped)
        return {
          state: 'failed',
          detail: `${stopped.name} stands still: ${stopped.stoppedBecause ?? ''}`,
          advice: 'run the version of the software that wrote the event, or a later one',
        };
      const checkpoints = new Map(live.map(({ name, resume }) => [name, resume ?? 'start']));
      const lags = [...(await new ProjectionLag(store, examined.clock, () => checkpoints).look()).values()];
      return (
        behind(lags, isInUse(examined.folder.path)) ?? unbuilt(live) ?? { state: 'ok', detail: 'at the end of the log' }
      );
    }),
};

function behind(lags: readonly Lag[], isServed: boolean): Found | undefined {
  const events = Math.max(0, ...lags.map((lag) => lag.events));
  const seconds = Math.round(Math.max(0, ...lags.map((lag) => lag.seconds)));
  if (events === 0) return undefined;
  if (!isServed) return { state: 'ok', detail: `${String(events)} events or more behind, until a server runs again` };
  const detail = `up to ${String(events)} events and ${String(seconds)} s behind`;
  if (seconds <= LAG_SECONDS) return { state: 'ok', detail };
  return {
    state: 'warning',
    detail,
    advice: "look for the projector in the server's log, and at the disk's and processors' load",
  };
}

function unbuilt(live: readonly ReadModelState[]): Found | undefined {
  const missing = projections.filter(
    ({ name, version }) => !live.some((state) => state.name === name && state.version === version),
  );
  if (missing.length === 0) return undefined;
  return {
    state: 'warning',
    detail: `not there, or of another version: ${missing.map(({ name }) => name).join(', ')}`,
    advice:
      'npm run cli -- rebuild builds them before the next start; else the server does, and is not ready until then',
  };
}

/** Whether the clock has fallen behind what was recorded. */
export const clock: Check = {
  name: 'clock',
  look: (examined) =>
    withStores(examined, async ({ store, live }) => {
      const recorded = [await store.latestRecordedAt?.(), ...live.map(({ asOf }) => asOf)];
      const latest = recorded.reduce<string>((a, b) => (b !== null && b !== undefined && b > a ? b : a), '');
      const now = examined.clock.now();
      if (!(Date.parse(latest) > now + CLOCK_TOLERANCE_MS))
        return {
          state: 'ok',
          detail: `${new Date(now).toISOString()}; the last entry was recorded ${latest || 'never'}`,
        };
      return {
        state: 'warning',
        detail: `it says ${new Date(now).toISOString()}, and entries were recorded at ${latest}`,
        advice:
          'set the clock right; until it has caught up, entries are recorded at that same instant, and none is lost',
      };
    }),
};

/** What cannot be opened is for other checks to say; here there is nothing to look at. */
async function withStores(
  { settings: { eventStore }, folder }: Examined,
  look: (opened: Opened) => Promise<Found>,
): Promise<Found> {
  if ((!eventStore && !existsSync(folder.log)) || !existsSync(folder.readDatabase))
    return { state: 'warning', detail: 'could not be looked at: there is no log, or no read database' };
  const store = await openEventStore({ eventStore, file: folder.log });
  try {
    const database = new SqliteReadDatabase(folder.readDatabase);
    try {
      return await look({ store, live: database.readModels().filter(({ live }) => live) });
    } finally {
      database.close();
    }
  } finally {
    await store.close();
  }
}
