import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { advanceAll, ProjectionRun } from '../../projections/projection-run.js';
import { activity } from '../../projections/activity/activity.projection.js';
import { activityRoutes } from '../../projections/activity/activity.routes.js';
import { Page } from '../../projections/page.js';
import { SqliteReadDatabase } from '../../projections/read-database/sqlite-read-database.js';
import { ReadModels } from '../../projections/reading/read-models.js';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import { eventsOf, inTheLog, LOG_ID, positionOf } from '../../test/support/projected.js';
import { newFolder, removeFolder } from '../../test/support/running-server.js';
import { createCodec } from '../aggregates.js';
import { Exports, type ExportEnded } from './exports.js';

const MONTHS = 2_000;
const principal = { userId: 'lead-1', scope: 'read', tokenId: 'token-1' } as const;
const [route] = activityRoutes as [ReadRoute];

let folder: string;
let database: SqliteReadDatabase;
let ended: ExportEnded[];

beforeEach(() => {
  folder = newFolder();
  database = new SqliteReadDatabase(join(folder, 'read.sqlite'));
  ended = [];
  const month = (n: number) => `${String(1800 + Math.floor(n / 12))}-${String((n % 12) + 1).padStart(2, '0')}`;
  const letter = eventsOf('campaign-6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10');
  const given = Array.from({ length: MONTHS }, (_, n) => letter('ActionLogged', { kind: 'letter' }, month(n)));
  const events = inTheLog(createCodec(), given);
  const run = new ProjectionRun(activity, database, database.begin(activity, true));
  advanceAll([run], new Page({ events, end: positionOf(MONTHS - 1) }, createCodec(), new Map()), database);
});

afterEach(() => {
  database.close();
  removeFolder(folder);
});

function exportsOf(longestMs?: number): Exports {
  const feed = { onCommitted: () => () => undefined };
  const readModels = new ReadModels({ database, codec: createCodec(), logId: LOG_ID, feed });
  return new Exports({
    hold: (...asked) => readModels.hold(...asked),
    isStillValid: () => true,
    onExported: (told) => ended.push(told),
    ...(longestMs === undefined ? {} : { longestMs }),
  });
}

const begin = (exports: Exports) => exports.begin(route, { path: {}, query: { format: ['ndjson'] } }, principal);
const told = { principal, route: 'activity', format: 'ndjson', position: positionOf(MONTHS - 1) };

const closed = (stream: Readable) =>
  new Promise((resolve) => (stream.closed ? resolve(null) : stream.once('close', resolve)));

describe('An export', () => {
  it('is told of once, when all of it has been sent', async () => {
    const begun = await begin(exportsOf());
    expect(ended).toEqual([]);
    expect((await text(begun.text)).split('\n')).toHaveLength(MONTHS + 1);
    expect(ended).toEqual([{ ...told, items: MONTHS, complete: true }]);
  });

  it('is told of as cut where its reader left', async () => {
    const { text: lines } = await begin(exportsOf());
    for await (const _ of lines) break;
    await closed(lines);
    expect(ended).toEqual([{ ...told, items: expect.any(Number), complete: false }]);
    expect(ended[0]?.items).toBeLessThan(MONTHS);
  });

  it('that nobody reads ends by itself, and makes room', async () => {
    const exports = exportsOf(50);
    const begun = await Promise.all([1, 2, 3, 4].map(() => begin(exports)));
    await expect(begin(exports)).rejects.toMatchObject({ problem: { status: 503, code: 'export.too-many' } });
    await Promise.all(begun.map(({ text: lines }) => closed(lines)));
    expect(ended.map(({ complete }) => complete)).toEqual([false, false, false, false]);
    await expect(begin(exports)).resolves.toMatchObject({ format: 'ndjson' });
  });

  it('that cannot be answered takes no place', async () => {
    const exports = exportsOf();
    for (let n = 0; n < 5; n++)
      await expect(
        exports.begin(route, { path: {}, query: { format: ['csv'], by: ['month', 'year'] } }, principal),
      ).rejects.toMatchObject({ errors: [{ field: 'by' }] });
    expect(ended).toEqual([]);
  });
});
