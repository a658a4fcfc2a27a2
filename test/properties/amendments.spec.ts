import fc from 'fast-check';
import { auditLog } from '../../projections/audit-log/audit-log.projection.js';
import { campaignHistory } from '../../projections/campaign-history/campaign-history.projection.js';
import type { EntryRow } from '../../projections/entries/entry-log.js';
import { CATEGORIES, commandsOn, creates } from '../support/traffic/commands.js';
import { around, beginnings, tellsOf } from '../support/traffic/moves.js';
import { LONG_MS, runs } from '../support/traffic/runs.js';
import { asTheyRead, differences, entriesShown, replayOf, titlesShown } from '../support/traffic/shown-rows.js';
import { MISHAPS, TwoWorlds, type Episode } from '../support/traffic/two-worlds.js';
import { World } from '../support/traffic/world.js';

const EPISODES = 40;
const amendable = CATEGORIES.filter((category) => commandsOn(category).some(({ type }) => type));
const anyMishap = fc.constantFrom(...MISHAPS, 'none' as const);

function episodesOf(category: string): fc.Arbitrary<Episode> {
  const commands = commandsOn(category);
  const others = commands.filter((command) => !creates(command));
  return fc.record({
    tell: tellsOf(commands),
    mishap: anyMishap,
    meanwhile: fc.array(tellsOf(others), { maxLength: 2 }),
  });
}

/** What creates the first objects is put right now and then, too, but never retracted for good. */
const firstEpisodes: fc.Arbitrary<Episode[]> = beginnings.chain((tells) =>
  fc.tuple(
    ...tells.map((tell) =>
      anyMishap.map((of): Episode => ({ tell, mishap: of === 'told-falsely' ? 'none' : of, meanwhile: [] })),
    ),
  ),
);

const episodesAround = (category: string): fc.Arbitrary<Episode[]> =>
  fc
    .tuple(firstEpisodes, fc.noBias(fc.array(around(category, episodesOf), { maxLength: EPISODES, size: 'max' })))
    .map(([first, further]) => [...first, ...further]);

/** What an entry says, whenever it came to say so. */
function told({ eventId, stream, campaignId, type, data, occurredOn, sources, reason, actor, arenas }: EntryRow) {
  return { eventId, stream, campaignId, type, data, occurredOn, sources, reason, actor, arenas };
}

/** And where it is found by that. Not by visibility: no more may see the correction than what it corrects. */
function placed(entry: EntryRow) {
  const { occurredFrom, occurredPrecision, sourced, recordedLate, countries } = entry;
  return { ...told(entry), occurredFrom, occurredPrecision, sourced, recordedLate, countries };
}

async function expectSameShown({ right, amended }: TwoWorlds): Promise<void> {
  const [one, other] = [await replayOf(amended), await replayOf(right)];
  expect(differences(one, other)).toEqual([]);
  const read = (projection: typeof auditLog) => [
    asTheyRead(entriesShown(one, projection)),
    entriesShown(other, projection),
  ];
  const [history, historyToldRight] = read(campaignHistory);
  expect(history?.map(placed)).toEqual(historyToldRight?.map(placed));
  // The audit log finds an entry by what was recorded, and tells beside it how it reads now.
  const [log, logToldRight] = read(auditLog);
  expect(log?.map(told)).toEqual(logToldRight?.map(told));
  // Where nothing stands any more, the object is called retracted.
  const titles = titlesShown(one, auditLog);
  for (const [stream, title] of titlesShown(other, auditLog))
    expect([stream, titles.get(stream)]).toEqual([stream, title]);
  one.close();
  other.close();
}

describe.each(amendable)('a %s of which entries were told wrong and put right', (category) => {
  it(
    'folds, decides and shows as one that was told right the first time',
    async () => {
      const met = new Set<string>();
      await fc.assert(
        fc.asyncProperty(episodesAround(category), (episodes) =>
          World.during((right) =>
            World.during(async (amended) => {
              const worlds = new TwoWorlds(right, amended);
              for (const episode of episodes) if (!worlds.isOver) await worlds.live(episode);
              await expectSameShown(worlds);
              for (const mishap of worlds.mishaps) met.add(mishap);
            }),
          ),
        ),
        runs(6),
      );
      expect(MISHAPS.filter((mishap) => !met.has(mishap))).toEqual([]);
    },
    LONG_MS,
  );
});
