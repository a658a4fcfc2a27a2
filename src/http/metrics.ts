import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RunnerObserver } from '../event-sourcing/command-runner.js';

/** What is worth watching. Labels are enumerations: no id, name or path ever becomes one. */
export class Metrics {
  readonly registry = new Registry();
  private readonly appended: Counter<'what'>;
  private readonly batches: Histogram;
  private readonly lookups: Counter<'result'>;

  constructor(watched: { liveStreams: () => number; stoppedReadModels: () => number }) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.appended = new Counter({
      name: 'demarche_appended_total',
      help: 'Commands and events appended to the log',
      labelNames: ['what'],
      registers,
    });
    this.batches = new Histogram({
      name: 'demarche_append_commands',
      help: 'Commands that shared one append',
      buckets: [1, 2, 4, 8, 16, 32, 64],
      registers,
    });
    this.lookups = new Counter({
      name: 'demarche_stream_cache_lookups_total',
      help: 'Streams looked for in the cache',
      labelNames: ['result'],
      registers,
    });
    gauge('demarche_live_streams', 'Live streams that are open', watched.liveStreams, registers);
    gauge('demarche_read_models_stopped', 'Read models that stopped at an event', watched.stoppedReadModels, registers);
  }

  /** What the command runner tells of its work. */
  readonly observer: RunnerObserver = {
    cacheLookedUp: (found) => {
      this.lookups.inc({ result: found ? 'hit' : 'miss' });
    },
    appended: (commands, events) => {
      this.appended.inc({ what: 'commands' }, commands);
      this.appended.inc({ what: 'events' }, events);
      this.batches.observe(commands);
    },
  };
}

function gauge(name: string, help: string, read: () => number, registers: Registry[]): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}
