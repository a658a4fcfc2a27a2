import { setTimeout as wait } from 'node:timers/promises';
import { compareWithLive, replayToLive, type Comparison } from '../../../projections/compare-with-live.js';
import { digestOf } from '../../../projections/digest.js';
import { projections } from '../../../projections/read-models.js';
import { shareOf } from '../../../projections/rebuild.js';
import type { PointInTime } from '../../../projections/reading/point-in-time.js';
import { Replay } from '../../../projections/replay.js';
import { recordReplay } from '../../audit/record.js';
import type { Position } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { Ledger } from '../../server/ledger.js';
import { CalledWrongly } from '../exit-codes.js';
import { Progress } from '../progress.js';
import { print, withLedger } from '../with-ledger.js';
import { lastRecordedBy } from './last-recorded-by.js';
import { replayText, type ReplayedReadModel, type ReplayReport } from './replay-report.js';

const LIVE_PATIENCE_MS = 1_000;
const LOOK_AGAIN_MS = 20;

/** What is to be replayed, and how it is told. */
export interface ReplayRequest {
  readonly to?: PointInTime;
  readonly compare?: boolean;
  /** Who asks for it. */
  readonly actor: string;
  readonly json?: boolean;
}

/**
 * Replays the log and tells what came of it; whether every event could be folded, and nothing differs that was compared.
 *
 * @throws CalledWrongly where the position is not of this log, or lies behind its end
 */
export async function runReplay(request: ReplayRequest): Promise<boolean> {
  const report = await withLedger((ledger) => recordAndReplay(request, ledger));
  print(request.json, report, replayText(report));
  return report.readModels.every(({ stopped, live }) => stopped === null && (live?.result ?? 'same') === 'same');
}

async function recordAndReplay({ to, compare = false, actor }: ReplayRequest, ledger: Ledger): Promise<ReplayReport> {
  if (to && 'position' in to) refuseForeign(to.position, ledger.store.logId, await ledger.store.head());
  const asked = to && ('position' in to ? to.position : to.instant);
  await recordReplay(ledger.runner, ledger.clock, {
    userId: actor,
    ...(asked === undefined ? {} : { to: asked }),
    compare,
  });
  const head = await ledger.store.head();
  const end = to ? await endOf(to, ledger.store, head) : head;
  if (compare && !to) await liveToReach(head, ledger);
  const progress = { replayed: new Progress('replayed %'), compared: new Progress('read models compared') };
  const replay = new Replay(projections, {
    ...ledger,
    onProgress: (position) => {
      progress.replayed.at(percent(position, end), 100);
    },
  });
  try {
    if (compare && !to) await replayToLive(replay, projections, ledger, head);
    else await replay.advance(({ position }) => position <= end);
    const onCompared = (done: number): void => {
      progress.compared.at(done, projections.length);
    };
    const options = { endsOnPurpose: to !== undefined, onCompared };
    const comparisons = compare ? await compareWithLive(replay, projections, ledger, options) : undefined;
    return reportOf(replay, comparisons);
  } finally {
    progress.replayed.end();
    progress.compared.end();
    replay.close();
  }
}

function refuseForeign(position: Position, logId: string, head: Position): void {
  if (!position.startsWith(`${logId}.`)) throw new CalledWrongly(`${position} is a position of another log`);
  if (position > head) throw new CalledWrongly(`${position} lies behind the end of the log, which is ${head}`);
}

async function endOf(to: PointInTime, store: EventStore, head: Position): Promise<Position> {
  if ('position' in to) return to.position;
  const progress = new Progress('log looked through %');
  const onProgress = (position: Position): void => {
    progress.at(percent(position, head), 100);
  };
  return lastRecordedBy(to.instant, store, head, onProgress).finally(() => {
    progress.end();
  });
}

/** A server beside takes in the entry of the replay itself in a moment; where none runs, nothing does. */
async function liveToReach(head: Position, { database }: Ledger): Promise<void> {
  const isBehind = ({ name }: { readonly name: string }): boolean => {
    const live = database.live(name);
    return live?.stoppedAt === null && (live.resume ?? '') < head;
  };
  const deadline = performance.now() + LIVE_PATIENCE_MS;
  while (projections.some(isBehind) && performance.now() < deadline) await wait(LOOK_AGAIN_MS);
}

function percent(position: Position, of: Position): number {
  return Math.floor(shareOf(position, of) * 100);
}

function reportOf(replay: Replay, comparisons: readonly Comparison[] | undefined): ReplayReport {
  const readModels = projections.map((projection, index): ReplayedReadModel => {
    const { name, version, generation, shown, asOf, stoppedAt, stoppedBecause } = replay.stateOf(projection.name);
    const live = comparisons?.[index];
    return {
      name,
      version,
      position: shown,
      asOf,
      digest: digestOf(replay.database, projection, generation),
      stopped: stoppedAt === null ? null : { at: stoppedAt, because: stoppedBecause ?? '' },
      ...(live ? { live } : {}),
    };
  });
  const furthest = readModels.reduce((a, b) => ((b.position ?? '') > (a.position ?? '') ? b : a));
  return { position: furthest.position, asOf: furthest.asOf, events: replay.events, readModels };
}
