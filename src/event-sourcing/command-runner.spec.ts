import 'reflect-metadata';
import { join } from 'node:path';
import { newFolder, removeFolder } from '../../test/support/running-server.js';
import { createCodec } from '../aggregates.js';
import { judgeBy } from '../commands/amendments.js';
import { campaignAggregate } from '../campaigns/campaign/campaign.aggregate.js';
import { openSqliteEventStore, type SqliteEventStore } from '../event-stores/sqlite/sqlite-event-store.js';
import { CommandRunner } from './command-runner.js';
import type { RecordedEvent } from './event.js';
import { OutcomeUnknown, StoreUnavailable, WrongRevision, type EventStore } from './event-store.js';
import { NoSuchObject, type Refusal } from './refusal.js';
import { IdempotencyKeyReused, PreconditionFailed, RaceLost, type Submission } from './submission.js';

const CAMPAIGN = 'campaign-00000000-0000-4000-8000-000000000001';

let folder: string;
let store: SqliteEventStore;
let now: number;
let runner: CommandRunner;

beforeEach(() => {
  folder = newFolder();
  store = openSqliteEventStore(join(folder, 'log.sqlite'));
  now = Date.parse('2026-11-25T12:00:00Z');
  runner = runnerOn(store);
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

function runnerOn(eventStore: EventStore): CommandRunner {
  const clock = { now: () => now };
  return new CommandRunner({ store: eventStore, codec: createCodec(), clock, judge: judgeBy(clock) });
}

/** The store, but for one call of `append` after another, which the plan replaces. */
function storeWith(
  plan: ((append: () => ReturnType<EventStore['append']>) => ReturnType<EventStore['append']>)[],
): EventStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'append')
        return (...given: Parameters<EventStore['append']>) => {
          const planned = plan.shift();
          const append = () => target.append(...given);
          return planned ? planned(append) : append();
        };
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

let keys = 0;
function submission(
  type: string,
  data: object,
  change: Partial<Submission> = {},
  occurredOn = '2004-06-01',
): Submission {
  const entry = { occurredOn, visibility: 'members' } as const;
  return {
    aggregate: campaignAggregate,
    target: CAMPAIGN,
    asked: { type, data, entry, actorId: 'lead-1' },
    body: data,
    idempotencyKey: `key-${String(keys++)}`,
    ...change,
  };
}

const launch = (change: Partial<Submission> = {}) =>
  submission('LaunchCampaign', { title: 'A', objective: 'B', arenas: ['imf'], levels: ['global'] }, change, '2004');
const letter = (change: Partial<Submission> = {}, summary = 'A letter') =>
  submission('LogAction', { kind: 'letter', level: 'global', summary }, change);
const conclude = () =>
  submission('ConcludeCampaign', { achievement: 'achieved', assessment: 'Done' }, {}, '2004-01-01');

async function events(): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const event of store.readStream(CAMPAIGN)) found.push(event);
  return found;
}

describe('commands on one object', () => {
  it('that come together are decided one after another, each on what its predecessor left, and appended as one', async () => {
    const appended: number[] = [];
    const observed = new CommandRunner({
      store,
      codec: createCodec(),
      clock: { now: () => now },
      judge: judgeBy({ now: () => now }),
      observer: { appended: (commands) => appended.push(commands) },
    });
    await observed.run(launch());
    const receipts = await Promise.all(Array.from({ length: 40 }, () => observed.run(letter())));
    expect(receipts.map(({ revision }) => revision)).toEqual(Array.from({ length: 40 }, (_, i) => BigInt(i + 1)));
    expect(appended.length).toBeLessThanOrEqual(4);
    expect(await events()).toHaveLength(41);
  });

  it('keep their own outcomes: a refusal touches nobody else', async () => {
    await runner.run(launch());
    const outcomes = await Promise.allSettled([
      runner.run(letter()),
      runner.run(submission('ResumeCampaign', {})),
      runner.run(conclude()),
      runner.run(letter()),
      runner.run(letter({ ifMatch: 99n })),
      runner.run(submission('AppointLead', { userId: 'lead-2' })),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Refusal).name : ''))).toEqual([
      '',
      'Refusal',
      '',
      'Refusal',
      'PreconditionFailed',
      '',
    ]);
    expect((await events()).map(({ type }) => type)).toEqual([
      'campaign.CampaignLaunched.v1',
      'campaign.ActionLogged.v1',
      'campaign.CampaignConcluded.v1',
      'campaign.LeadAppointed.v1',
    ]);
  });

  it('that do not exist are refused, and so is beginning one that does', async () => {
    await expect(runner.run(letter())).rejects.toThrow(NoSuchObject);
    await runner.run(launch());
    await expect(runner.run(launch())).rejects.toMatchObject({ code: 'campaign.exists' });
  });
});

describe('a command sent again', () => {
  it('has one effect and the first receipt, however long ago, whoever runs it', async () => {
    await runner.run(launch());
    const first = await runner.run(letter({ idempotencyKey: 'again' }));
    for (let i = 0; i < 50; i++) await runner.run(letter());
    const { position: _, ...same } = await runnerOn(store).run(letter({ idempotencyKey: 'again', ifMatch: 1n }));
    expect(first).toMatchObject(same);
    await expect(runner.run(letter({ idempotencyKey: 'again', body: { other: true } }))).rejects.toThrow(
      IdempotencyKeyReused,
    );
    expect(await events()).toHaveLength(52);
  });

  it('is another one on another object, by another actor, or of another kind', async () => {
    const key = { idempotencyKey: 'same' };
    await runner.run(launch(key));
    await runner.run(letter(key));
    await runner.run(letter({ ...key, keyScope: 'lead-2' }));
    expect(await events()).toHaveLength(3);
  });
});

describe('a race with another process', () => {
  it('is decided again on what the other wrote', async () => {
    const other = runnerOn(store);
    await runner.run(launch());
    await runner.run(letter());
    await other.run(conclude());
    await expect(runner.run(letter())).rejects.toMatchObject({ code: 'campaign.concluded' });
    await other.run(submission('ReopenCampaign', {}, {}, '2004-05-01'));
    expect((await runner.run(letter())).revision).toBe(4n);
  });

  it('sees what the other wrote before it answers without an append', async () => {
    const other = runnerOn(store);
    await runner.run(launch());
    await other.run(letter());
    await expect(runner.run(letter({ ifMatch: 0n }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
      revision: 1n,
    });
    await other.run(submission('AppointLead', { userId: 'lead-2' }));
    const said = await runner.run(submission('AppointLead', { userId: 'lead-2' }));
    expect(said).toMatchObject({ revision: 2n, eventIds: [] });
  });

  it('is given up after three more tries, and nothing is written', async () => {
    await runner.run(launch());
    const lose = () => Promise.reject(new WrongRevision(CAMPAIGN, 0n, 1n));
    await expect(runnerOn(storeWith([lose, lose, lose, lose])).run(letter())).rejects.toThrow(RaceLost);
    expect((await runnerOn(storeWith([lose, lose, lose])).run(letter())).revision).toBe(1n);
  });
});

describe('a store that fails', () => {
  it('refuses the command; the next is decided on what the log holds', async () => {
    await runner.run(launch());
    const failing = runnerOn(storeWith([() => Promise.reject(new StoreUnavailable('full'))]));
    await expect(failing.run(letter())).rejects.toThrow(StoreUnavailable);
    expect((await failing.run(letter())).revision).toBe(1n);
  });

  it('or wrote without saying so: sending again with the same key has one effect', async () => {
    await runner.run(launch());
    const silent = runnerOn(
      storeWith([
        async (append) => {
          await append();
          throw new OutcomeUnknown('cut off');
        },
      ]),
    );
    const again = letter({ idempotencyKey: 'cut-off' });
    await expect(silent.run(again)).rejects.toThrow(OutcomeUnknown);
    expect((await silent.run(again)).revision).toBe(1n);
    expect(await events()).toHaveLength(2);
  });
});

describe('what is stored with an entry', () => {
  it('never goes back in time, though the clock does', async () => {
    await runner.run(launch());
    now -= 24 * 60 * 60 * 1000;
    await runner.run(letter());
    await runnerOn(store).run(letter());
    const times = (await events()).map(({ metadata }) => metadata.recordedAt);
    expect(new Set(times)).toEqual(new Set(['2026-11-25T12:00:00.000Z']));
  });

  it('says which revision of another object the decision relied on', async () => {
    await runner.run(launch());
    const regarding = [CAMPAIGN];
    await runner.run(submission('RecordDevelopment', { summary: 'News', regarding }));
    expect((await events()).at(-1)?.metadata.decidedOn).toEqual([{ stream: CAMPAIGN, revision: 0 }]);
  });

  it('is at most what an append holds: many large commands are appended in several', async () => {
    await runner.run(launch());
    const large = Array.from({ length: 40 }, () => runner.run(letter({}, 'a'.repeat(20_000))));
    expect((await Promise.all(large)).map(({ revision }) => Number(revision))).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
  });
});

it('an object that somebody expects at a revision is not begun', async () => {
  await expect(runner.run(launch({ ifMatch: 0n }))).rejects.toThrow(PreconditionFailed);
  await expect(runner.run(launch({ ifMatch: 'exists' }))).rejects.toThrow(PreconditionFailed);
});
