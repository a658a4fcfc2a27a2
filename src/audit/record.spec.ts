import { join } from 'node:path';
import { newFolder, removeFolder } from '../../test/support/running-server.js';
import { createCodec } from '../aggregates.js';
import { judgeBy } from '../commands/amendments.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { WrongRevision } from '../event-sourcing/event-store.js';
import { RaceLost } from '../event-sourcing/submission.js';
import { openSqliteEventStore, type SqliteEventStore } from '../event-stores/sqlite/sqlite-event-store.js';
import { recordExport, recordReplay } from './record.js';

const TOKEN = '00000000-0000-4000-8000-000000000001';
const POSITION = `${'0'.repeat(32)}.000000000000000a`;
const exported = {
  userId: 'lead-1',
  tokenId: TOKEN,
  route: 'campaigns',
  format: 'csv',
  items: 3,
  position: POSITION,
} as const;

let folder: string;
let store: SqliteEventStore;
const clock = { now: () => Date.parse('2026-11-30T23:59:59.999Z') };

beforeEach(() => {
  folder = newFolder();
  store = openSqliteEventStore(join(folder, 'log.sqlite'));
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

function newRunner(on = store): CommandRunner {
  return new CommandRunner({ store: on, codec: createCodec(), clock, judge: judgeBy(clock) });
}

async function recorded() {
  const { events } = await store.readAll('start', 100);
  return events.map(({ stream, type, data, metadata: { actorId, tokenId, occurredOn, visibility } }) => ({
    stream,
    type,
    data,
    ...{ actorId, tokenId, occurredOn, visibility },
  }));
}

describe('an export', () => {
  it('is an entry of its month: who, with which token, what, how much of it, and as of where', async () => {
    await recordExport(newRunner(), clock, exported);
    expect(await recorded()).toEqual([
      {
        stream: 'audit-2026-11',
        type: 'audit.ExportMade.v1',
        data: { route: 'campaigns', format: 'csv', items: 3, position: POSITION },
        actorId: 'lead-1',
        tokenId: TOKEN,
        occurredOn: '2026-11-30',
        visibility: 'restricted',
      },
    ]);
  });

  it('by the token of the environment names none, and of an empty log no position', async () => {
    const { tokenId: _, ...byBootstrap } = { ...exported, userId: 'bootstrap', position: null };
    await recordExport(newRunner(), clock, byBootstrap);
    const [entry] = await recorded();
    expect([entry?.actorId, entry?.tokenId]).toEqual(['bootstrap', undefined]);
    expect(entry?.data).toEqual({ route: 'campaigns', format: 'csv', items: 3 });
  });

  it('is news each time, also when many are made at once by several processes', async () => {
    const runners = [newRunner(), newRunner(), newRunner()];
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => recordExport(runners[n % 3] as CommandRunner, clock, exported)),
    );
    expect(await recorded()).toHaveLength(30);
  });

  it('that cannot be recorded says so', async () => {
    const racing = new Proxy(store, {
      get: (target, name) =>
        name === 'append'
          ? () => Promise.reject(new WrongRevision('audit-2026-11', 'none', 0n))
          : (Reflect.get(target, name) as unknown),
    });
    await expect(recordExport(newRunner(racing), clock, exported)).rejects.toThrow(RaceLost);
    expect(await recorded()).toEqual([]);
  });
});

describe('a replay', () => {
  it('is an entry of its month: who asked, up to where, and whether to compare', async () => {
    const runner = newRunner();
    await recordReplay(runner, clock, { userId: 'cli', compare: true });
    await recordReplay(runner, clock, { userId: 'cli', to: '2005-01-01T00:00:00.000Z', compare: false });
    expect(await recorded()).toMatchObject([
      { stream: 'audit-2026-11', type: 'audit.ReplayRequested.v1', data: { compare: true }, actorId: 'cli' },
      { stream: 'audit-2026-11', data: { to: '2005-01-01T00:00:00.000Z', compare: false } },
    ]);
  });
});
