import { randomUUID } from 'node:crypto';
import type { Clock } from '../event-sourcing/clock.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { AnyAsked } from '../event-sourcing/decider.js';
import { streamName, type Position } from '../event-sourcing/event.js';
import { RaceLost, type Receipt, type Submission } from '../event-sourcing/submission.js';
import { auditAggregate } from './audit.js';
import type { ExportFormat } from './audit.events.js';

/** Every process on the log writes to the month's one stream: whoever loses a race there tries again so often. */
const RACES = 20;

/** A whole list that left the system. */
export interface ExportToRecord {
  /** Who asked for it. */
  readonly userId: string;
  /** Absent for the bootstrap token, which the environment holds. */
  readonly tokenId?: string;
  /** The route below `/api/v1` without the values in it: `campaigns/:id/history`. */
  readonly route: string;
  readonly format: ExportFormat;
  readonly items: number;
  /** What the list showed; null where nothing had happened yet. */
  readonly position: Position | null;
}

/**
 * Records that a list was exported.
 *
 * @throws StoreUnavailable · RaceLost — it is not recorded
 * @throws OutcomeUnknown — it may be
 */
export function recordExport(
  runner: CommandRunner,
  clock: Clock,
  { userId, tokenId, route, format, items, position }: ExportToRecord,
): Promise<Receipt> {
  const data = { route, format, items, ...(position === null ? {} : { position }) };
  return record(runner, clock, { type: 'NoteExport', data, actorId: userId }, tokenId);
}

/** A replay that is about to begin. */
export interface ReplayToRecord {
  readonly userId: string;
  /** The position or instant (UTC) up to which it was asked for, if it was. */
  readonly to?: string;
  readonly compare: boolean;
}

/**
 * Records that a replay was asked for.
 *
 * @throws StoreUnavailable · RaceLost — it is not recorded
 * @throws OutcomeUnknown — it may be
 */
export function recordReplay(
  runner: CommandRunner,
  clock: Clock,
  { userId, to, compare }: ReplayToRecord,
): Promise<Receipt> {
  const data = { ...(to === undefined ? {} : { to }), compare };
  return record(runner, clock, { type: 'RequestReplay', data, actorId: userId });
}

async function record(
  runner: CommandRunner,
  clock: Clock,
  asked: Omit<AnyAsked, 'entry'>,
  tokenId?: string,
): Promise<Receipt> {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const submission: Submission = {
    aggregate: auditAggregate,
    target: streamName('audit', today.slice(0, 7)),
    asked: { ...asked, entry: { occurredOn: today, visibility: 'restricted' } },
    body: asked.data,
    idempotencyKey: randomUUID(),
    ...(tokenId === undefined ? {} : { tokenId }),
  };
  for (let race = 1; ; race++) {
    try {
      return await runner.run(submission);
    } catch (error) {
      if (!(error instanceof RaceLost) || race === RACES) throw error;
    }
  }
}
