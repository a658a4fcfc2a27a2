import { setTimeout as wait } from 'node:timers/promises';
import { freeBytes, RESERVED_BYTES } from '../event-stores/sqlite/free-space.js';
import type { Position } from '../event-sourcing/event.js';
import { projections } from '../../projections/read-models.js';
import type { Ledger } from './ledger.js';
import type { ProjectionThread } from './projection-thread.js';

/** Recorded times may run ahead of the clock by so much before it is worth a word. */
const CLOCK_TOLERANCE_MS = 60_000;
/** An event store that takes longer does not answer, for whoever watches. */
const PATIENCE_MS = 2_000;

export interface ReadinessReport {
  readonly ready: boolean;
  /** Why not: by read model or store. */
  readonly reasons: readonly { readonly what: string; readonly why: string }[];
  /** What works all the same, and should be looked at. */
  readonly degraded: readonly { readonly what: string; readonly why: string }[];
}

async function tooLate(): Promise<never> {
  await wait(PATIENCE_MS, undefined, { ref: false });
  throw new Error('no answer in time');
}

/** Whether the server can do its work, and if not, why. */
export class Readiness {
  /** Read models that have once reached the head found at start. */
  private readonly reached = new Set<string>();

  constructor(
    private readonly ledger: Ledger,
    private readonly thread: ProjectionThread,
    private readonly headAtStart: Position,
  ) {}

  async report(): Promise<ReadinessReport> {
    const reasons = [...(await this.storeReasons()), ...this.behind()];
    return {
      ready: reasons.length === 0,
      reasons,
      degraded: [...this.stopped(), ...this.clockBehind(), ...this.diskFull()],
    };
  }

  private async storeReasons(): Promise<ReadinessReport['reasons']> {
    try {
      await Promise.race([this.ledger.store.head(), tooLate()]);
      return [];
    } catch {
      return [{ what: 'event-store', why: 'does not answer' }];
    }
  }

  private behind(): ReadinessReport['reasons'] {
    return projections.flatMap((projection) => {
      const { name, version } = projection;
      if (this.reached.has(name)) return [];
      const state = this.ledger.database.live(name);
      const stopped = state?.stoppedAt !== null && state?.stoppedAt !== undefined;
      if (state?.version === version && ((state.resume ?? '') >= this.headAtStart || stopped || this.isEmptyLog())) {
        this.reached.add(name);
        return [];
      }
      const building = this.ledger.database
        .readModels()
        .filter((other) => other.name === name)
        .at(-1);
      return [{ what: name, why: `is being built: at ${building?.resume ?? 'the start'} of ${this.headAtStart}` }];
    });
  }

  private isEmptyLog(): boolean {
    return /\.0+$/.test(this.headAtStart);
  }

  private stopped(): ReadinessReport['degraded'] {
    const down = this.thread.isDown ? [{ what: 'projector', why: 'died and is being started again' }] : [];
    const stopped = this.ledger.database
      .readModels()
      .filter(({ live, stoppedBecause }) => live && stoppedBecause !== null)
      .map(({ name, stoppedBecause }) => ({ what: name, why: `stopped: ${stoppedBecause ?? ''}` }));
    return [...down, ...stopped];
  }

  private clockBehind(): ReadinessReport['degraded'] {
    const recorded = Date.parse(this.ledger.runner.latestRecordedAt);
    if (!(recorded > this.ledger.clock.now() + CLOCK_TOLERANCE_MS)) return [];
    return [{ what: 'clock', why: 'runs behind the time of entries recorded before' }];
  }

  /** Reads go on; so it stays ready for them. */
  private diskFull(): ReadinessReport['degraded'] {
    if (freeBytes(this.ledger.folder.path) >= RESERVED_BYTES) return [];
    return [{ what: 'disk', why: 'less than 64 MiB are free: a log in the data folder takes no entries' }];
  }
}
