import { statfs } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import { projections } from '../../projections/read-models.js';
import type { LiveStreams } from '../http/live-streams.js';
import type { Ledger } from './ledger.js';
import { ProjectionLag } from './projection-lag.js';
import type { ProjectionThread } from './projection-thread.js';
import type { Readiness } from './readiness.js';

/** A store that does not answer must not keep the scrape waiting: what could not be found out by then is left out. */
const PATIENCE_MS = 2_000;

export interface Watched {
  readonly ledger: Pick<Ledger, 'store' | 'database' | 'clock' | 'folder'>;
  readonly thread: Pick<ProjectionThread, 'isDown'>;
  readonly readiness: Pick<Readiness, 'report'>;
  readonly liveStreams: Pick<LiveStreams, 'count'>;
}

/** Adds what is looked up when it is asked for: how the server and what it stands on are just then. */
export function addStateGauges(registry: Registry, { ledger, thread, readiness, liveStreams }: Watched): void {
  const { store, database, clock, folder } = ledger;
  const gauges = new Gauges(registry);
  const report = () => readiness.report();
  gauges.add('demarche_ready', 'Whether /readyz answers 200', async () => ((await within(report()))?.ready ? 1 : 0));
  gauges.add('demarche_degraded', 'Whether /readyz names what works but should be looked at', async () => {
    const answer = await within(report());
    return answer && (answer.degraded.length > 0 ? 1 : 0);
  });
  gauges.add('demarche_event_store_up', 'Whether the event store answers', async () =>
    (await within(store.head())) === undefined ? 0 : 1,
  );
  gauges.add('demarche_data_folder_available_bytes', 'Room left for the data folder', async () => {
    const disk = await within(statfs(folder.path));
    return disk && disk.bavail * disk.bsize;
  });
  gauges.add('demarche_live_streams', 'Live streams that are open', () => liveStreams.count);
  gauges.add('demarche_projector_up', "Whether the projector's thread runs", () => (thread.isDown ? 0 : 1));
  gauges.addOfReadModels('demarche_read_model_stopped', 'Whether it stopped at an event', (name) =>
    (database.live(name)?.stoppedAt ?? null) === null ? 0 : 1,
  );
  addLag(gauges, new ProjectionLag(store, clock, () => checkpointsIn(database)));
}

function addLag(gauges: Gauges, lag: ProjectionLag): void {
  const of = async (name: string) => (await within(lag.look()))?.get(name);
  gauges.addOfReadModels(
    'demarche_projection_lag_events',
    'Events after its checkpoint, counted to 1000',
    async (name) => (await of(name))?.events,
  );
  gauges.addOfReadModels(
    'demarche_projection_lag_seconds',
    'Since the first of them was recorded',
    async (name) => (await of(name))?.seconds,
  );
}

function checkpointsIn(database: Ledger['database']): Map<string, string> {
  return new Map(projections.map(({ name }) => [name, database.live(name)?.resume ?? 'start']));
}

/** What is undefined has no sample. */
type Sample = number | undefined;

/** Gauges whose values are looked up on every scrape. */
class Gauges {
  constructor(private readonly registry: Registry) {}

  add(name: string, help: string, look: () => Sample | Promise<Sample>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        const value = await look();
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  }

  addOfReadModels(name: string, help: string, look: (readModel: string) => Sample | Promise<Sample>): void {
    new Gauge({
      name,
      help,
      labelNames: ['read_model'],
      registers: [this.registry],
      async collect() {
        const values = await Promise.all(projections.map(async (each) => [each.name, await look(each.name)] as const));
        this.reset();
        for (const [read_model, value] of values) if (value !== undefined) this.set({ read_model }, value);
      },
    });
  }
}

/** What the work gives; nothing where it fails or takes too long. */
function within<Result>(work: Promise<Result>): Promise<Result | undefined> {
  return Promise.race([work.catch(() => undefined), wait(PATIENCE_MS, undefined, { ref: false })]);
}
