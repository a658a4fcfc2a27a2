import fc from 'fast-check';
import { compareWithLive, replayToLive } from '../../projections/compare-with-live.js';
import { digestOf, liveDigests } from '../../projections/digest.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { projections } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild.js';
import { Replay } from '../../projections/replay.js';
import { isAmendment } from '../../src/event-sourcing/amendments.js';
import { CATEGORIES, commandsOn } from '../support/traffic/commands.js';
import { follow, type Following } from '../support/traffic/followed.js';
import { beginnings, tellsOf, trafficOf, type Move } from '../support/traffic/moves.js';
import { LONG_MS, runs } from '../support/traffic/runs.js';
import { World } from '../support/traffic/world.js';

/** Moves that are made while no projector runs, and how one takes in then what has happened. */
interface Stretch {
  readonly moves: readonly Move[];
  readonly following: Following;
}

const ALL = projections.map(({ name }) => name);
const tells = fc.oneof(...CATEGORIES.map((category) => tellsOf(commandsOn(category))));
const stretch: fc.Arbitrary<Stretch> = fc.record({
  moves: trafficOf(tells, 30),
  following: fc.record({
    readModels: fc.subarray(ALL, { minLength: 1 }),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
    live: fc.nat(15),
    tellsPlaces: fc.boolean(),
  }),
});

const stretches: fc.Arbitrary<Stretch[]> = fc
  .tuple(beginnings, fc.array(stretch, { minLength: 1, maxLength: 5, size: 'max' }))
  .map(([first, further]) =>
    further.map(({ moves, following }, index) => ({
      moves: index === 0 ? [...first, ...moves] : moves,
      // In the end all have seen everything.
      following: index === further.length - 1 ? { ...following, readModels: ALL } : following,
    })),
  );

async function live(world: World, database: SqliteReadDatabase, { moves, following }: Stretch): Promise<void> {
  for (const move of moves) {
    const sent = world.next(move);
    if (sent) await world.send(sent);
  }
  await follow(world, database, following);
}

async function expectSameAsReplay({ store, codec }: World, database: SqliteReadDatabase): Promise<void> {
  const replay = new Replay(projections, { store, codec });
  await replayToLive(replay, projections, { store, database }, await store.head());
  const compared = await compareWithLive(
    replay,
    projections,
    { store, database },
    { endsOnPurpose: false, onCompared: () => undefined },
  );
  expect(compared.filter(({ result }) => result !== 'same')).toEqual([]);
  const replayed = projections.map((projection) => {
    const { generation } = replay.stateOf(projection.name);
    return [projection.name, digestOf(replay.database, projection, generation)];
  });
  expect(liveDigests(database, projections)).toEqual(Object.fromEntries(replayed));
  replay.close();
}

describe('every read model', () => {
  it(
    'is after any traffic what a rebuild and a replay make of the log, however it came to know of it',
    async () => {
      let amendments = 0;
      await fc.assert(
        fc.asyncProperty(stretches, (all) =>
          World.during(async (world) => {
            const database = new SqliteReadDatabase(':memory:');
            for (const one of all) await live(world, database, one);
            await expectSameAsReplay(world, database);
            const digests = liveDigests(database, projections);
            await rebuild(projections, { store: world.store, codec: world.codec, database });
            expect(liveDigests(database, projections)).toEqual(digests);
            database.close();
            const { events } = await world.store.readAll('start', 1_000);
            amendments += events.filter(({ type }) => isAmendment(type)).length;
          }),
        ),
        runs(10),
      );
      expect(amendments).toBeGreaterThan(0);
    },
    LONG_MS,
  );
});
