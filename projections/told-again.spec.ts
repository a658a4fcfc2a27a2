import { sql } from 'kysely';
import { createCodec } from '../src/aggregates.js';
import { eventId } from '../test/support/given.js';
import { CAMPAIGN, eventsOf, inTheLog, type Given } from '../test/support/projected.js';
import { Page } from './page.js';
import { advanceAll, ProjectionRun } from './projection-run.js';
import { projections } from './read-models.js';
import { SqliteReadDatabase } from './read-database/sqlite-read-database.js';

const LETTERS = 200;
/** Of each read model, the checkpoint; and of the entry, the amendment and what is counted, a few rows. */
const FEW = 30;

const codec = createCodec();
const campaign = eventsOf(`campaign-${CAMPAIGN}`);
const letter = (summary: string) => ({ kind: 'letter', level: 'global', summary, targets: [{ country: 'CHL' }] });
const launched: Given = campaign('CampaignLaunched', {
  title: 'A caucus that lasts',
  objective: 'Democracies meet as a group.',
  arenas: ['un-democracy-caucus'],
  levels: ['global'],
  leads: ['lead-1'],
});
const letters = Array.from({ length: LETTERS }, (_, index) =>
  campaign('ActionLogged', letter(`Letter ${String(index)}`)),
);
const corrected = campaign('EntryCorrected', {
  target: eventId(7),
  targetType: 'campaign.ActionLogged.v1',
  data: letter('It was a fax'),
  entry: { occurredOn: '2004-01-01', visibility: 'members' },
  patch: { summary: 'It was a fax' },
});

describe('A long stream of which one entry is corrected', () => {
  it('is told again, and written anew only where it reads otherwise', async () => {
    const database = new SqliteReadDatabase(':memory:');
    const runs = projections.map((one) => new ProjectionRun(one, database, database.begin(one, true)));
    const written = async (): Promise<number> => {
      const { rows } = await sql<{ rows: number }>`SELECT total_changes() AS rows`.execute(database.kysely);
      return rows[0]?.rows ?? NaN;
    };
    const events = inTheLog(codec, [launched, ...letters, corrected]);
    const streams = new Map([[events[0]!.stream, events]]);
    const fold = (some: typeof events): void => {
      advanceAll(runs, new Page({ events: some, end: some.at(-1)!.position }, codec, streams), database);
    };
    fold(events.slice(0, -1));
    const before = await written();
    fold(events.slice(-1));
    expect(runs.map(({ state }) => state.stoppedBecause)).toEqual(runs.map(() => null));
    expect(before).toBeGreaterThan(LETTERS);
    expect((await written()) - before).toBeLessThan(FEW);
    database.close();
  });
});
