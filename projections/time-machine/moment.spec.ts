import fc from 'fast-check';
import { createCodec } from '../../src/aggregates.js';
import type { PositionedEvent } from '../../src/event-sourcing/event.js';
import { eventsOf, inTheLog, LOG_ID } from '../../test/support/projected.js';
import { auditLog } from '../audit-log/audit-log.projection.js';
import { Page } from '../page.js';
import { advanceAll, ProjectionRun } from '../projection-run.js';
import type { ReadModelState } from '../read-database/read-model-state.js';
import { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import { ReadModels } from '../reading/read-models.js';
import { momentBy } from './moment.js';

const codec = createCodec();
const letter = eventsOf('campaign-6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10');
const BEGUN = Date.parse('2026-11-25T10:00:00.000Z');
const at = (ms: number): string => new Date(BEGUN + ms).toISOString();

/** A log whose events were recorded so many milliseconds after ten, in its order: by one clock, or by several. */
const recorded = (times: readonly number[]): PositionedEvent[] =>
  inTheLog(
    codec,
    times.map((ms) => ({ ...letter('ActionLogged', { kind: 'letter' }, '2004'), metadata: { recordedAt: at(ms) } })),
  );

/** What the contract says, by looking at every event. */
const lastRecordedBy = (events: readonly PositionedEvent[], instant: string): string =>
  events.findLast(({ metadata: { recordedAt } }) => recordedAt <= instant)?.position ?? '';

/** Shows the events in the audit log, some at a time. */
function show(events: readonly PositionedEvent[], database: SqliteReadDatabase, batch: number): void {
  const run = new ProjectionRun(auditLog, database, database.live(auditLog.name) ?? database.begin(auditLog, true));
  for (let from = 0; from < events.length; from += batch) {
    const some = events.slice(from, from + batch);
    advanceAll([run], new Page({ events: some, end: some.at(-1)?.position ?? '' }, codec, new Map()), database);
  }
}

/** As in a file that was begun by a version that did not look at them. */
function forgetClocks(database: SqliteReadDatabase): void {
  const state = database.live(auditLog.name) as ReadModelState;
  database.moveCheckpoint(state, { ...state, latestRecordedAt: null, clocksApart: null });
}

async function momentsIn(database: SqliteReadDatabase, instants: readonly string[]): Promise<string[]> {
  const feed = { onCommitted: () => () => undefined };
  const readModels = new ReadModels({ database, codec, logId: LOG_ID, feed });
  const moments: string[] = [];
  for (const instant of instants)
    moments.push(
      await readModels.read(auditLog, { userId: 'lead-1' }, async (reading) => {
        const { position, last } = await momentBy(reading, instant);
        expect(position).toBe(last?.position ?? '');
        return position;
      }),
    );
  return moments;
}

describe('the moment at an instant', () => {
  it('is the last position that was recorded at or before it, however far apart the clocks of several servers are, known or not', async () => {
    const logs = fc.array(fc.oneof(fc.nat(20), fc.nat(2_000)), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 10 }), fc.boolean(), async (times, batch, isKnown) => {
        const database = new SqliteReadDatabase(':memory:');
        const events = recorded(times);
        show(events, database, batch);
        if (!isKnown) forgetClocks(database);
        const instants = [...new Set([-1, ...times.flatMap((ms) => [ms - 1, ms, ms + 1])])].map(at);
        expect(await momentsIn(database, instants)).toEqual(instants.map((by) => lastRecordedBy(events, by)));
        database.close();
      }),
      { numRuns: 50, seed: 20261126 },
    );
  });

  it('looks at no more of the log than the clocks were apart', () => {
    const apart = (times: readonly number[]) => {
      const database = new SqliteReadDatabase(':memory:');
      show(recorded(times), database, 2);
      const { clocksApart } = database.live(auditLog.name) ?? {};
      database.close();
      return clocksApart;
    };
    expect(apart([0, 10, 10, 400, 5_000])).toBe(0);
    expect(apart([0, 700, 10, 400, 650, 5_000, 4_900])).toBe(690);
  });
});
