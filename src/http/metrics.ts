import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { APPEND_OUTCOMES, COMMAND_OUTCOMES } from '../event-sourcing/command-outcome.js';
import type { RunnerObserver } from '../event-sourcing/command-runner.js';

/** From an append of one entry on a fast disk to what a client's patience lasts, in seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the parts of the server tell of their work. */
export interface Observer extends RunnerObserver {
  /** The event store ended the subscription that read models follow; it is resumed from the last position taken. */
  readonly subscriptionDropped: () => void;
  /** A snapshot of the read models was due, and could not be taken. */
  readonly snapshotFailed: () => void;
  /** The embedded store has written durably: how many appends shared the commit. */
  readonly committed: (appends: number) => void;
}

/**
 * What is worth watching, counted as it happens. Units are seconds and bytes. Labels are enumerations: no id, name or
 * path ever becomes one.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly commands = this.durations('demarche_command_duration_seconds', 'Commands by what became of them', [
    'outcome',
  ]);
  private readonly appends = this.durations(
    'demarche_append_duration_seconds',
    'Tries to append by what came of them',
    ['outcome'],
  );
  private readonly requests = this.durations(
    'demarche_http_request_duration_seconds',
    'Requests but for live streams',
    ['method', 'status'],
  );
  private readonly batches = new Histogram({
    name: 'demarche_append_commands',
    help: 'Commands that shared one append of their stream',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    registers: this.registers,
  });
  private readonly commits = new Histogram({
    name: 'demarche_log_commit_appends',
    help: 'Appends that shared one durable commit of the embedded store',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers: this.registers,
  });
  private readonly events = new Counter({
    name: 'demarche_appended_events_total',
    help: 'Events appended to the log by this server',
    registers: this.registers,
  });
  private readonly lookups = new Counter({
    name: 'demarche_stream_cache_lookups_total',
    help: 'Streams looked for in the cache',
    labelNames: ['result'] as const,
    registers: this.registers,
  });
  private readonly drops = new Counter({
    name: 'demarche_subscription_drops_total',
    help: 'Times that the event store ended the subscription of the projector',
    registers: this.registers,
  });

  private readonly snapshotFailures = new Counter({
    name: 'demarche_snapshot_failures_total',
    help: 'Snapshots for questions about the past that were due and could not be taken',
    registers: this.registers,
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // What has not happened yet is 0, so that the first time shows as an increase.
    for (const outcome of COMMAND_OUTCOMES) this.commands.zero({ outcome });
    for (const outcome of APPEND_OUTCOMES) this.appends.zero({ outcome });
    for (const result of ['hit', 'miss']) this.lookups.inc({ result }, 0);
    for (const method of ['GET', 'POST'])
      for (const status of ['2xx', '4xx', '5xx']) this.requests.zero({ method, status });
  }

  readonly observer: Observer = {
    cacheLookedUp: (found) => {
      this.lookups.inc({ result: found ? 'hit' : 'miss' });
    },
    appended: (commands, events) => {
      this.events.inc(events);
      this.batches.observe(commands);
    },
    appendEnded: (outcome, seconds) => {
      this.appends.observe({ outcome }, seconds);
    },
    commandEnded: (outcome, seconds) => {
      this.commands.observe({ outcome }, seconds);
    },
    subscriptionDropped: () => {
      this.drops.inc();
    },
    snapshotFailed: () => {
      this.snapshotFailures.inc();
    },
    committed: (appends) => {
      this.commits.observe(appends);
    },
  };

  requestEnded(method: string, statusCode: number, seconds: number): void {
    const known = ['GET', 'HEAD', 'POST'].includes(method) ? method : 'other';
    this.requests.observe({ method: known, status: `${String(Math.floor(statusCode / 100))}xx` }, seconds);
  }

  private durations<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: this.registers });
  }
}
