import 'reflect-metadata';
import { createCodec } from '../aggregates.js';
import { campaignAggregate } from '../campaigns/campaign/campaign.aggregate.js';
import type { AppendOutcome, CommandOutcome } from './command-outcome.js';
import { judgeBy } from '../commands/amendments.js';
import { CommandRunner } from './command-runner.js';
import {
  AppendTooLarge,
  OutcomeUnknown,
  StoreUnavailable,
  WrongRevision,
  type Appended,
  type EventStore,
} from './event-store.js';

const CAMPAIGN = 'campaign-00000000-0000-4000-8000-000000000001';

/** An empty store whose appends end so, one after another. */
function storeThat(...answers: (Appended | Error)[]): EventStore {
  return {
    append: () => {
      const answer = answers.shift() ?? new Error('asked once too often');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    readStream: async function* () {},
  } as unknown as EventStore;
}

const CLOCK = { now: () => Date.parse('2026-11-25T12:00:00Z') };

/** What the runner tells of one command on that store. */
async function toldOf(store: EventStore) {
  const told = { appends: [] as AppendOutcome[], commands: [] as CommandOutcome[], seconds: [] as number[] };
  const runner = new CommandRunner({
    store,
    codec: createCodec(),
    clock: CLOCK,
    judge: judgeBy(CLOCK),
    observer: {
      appendEnded: (outcome, seconds) => told.appends.push(outcome) && told.seconds.push(seconds),
      commandEnded: (outcome, seconds) => told.commands.push(outcome) && told.seconds.push(seconds),
    },
  });
  const data = { title: 'A', objective: 'B', arenas: ['imf'], levels: ['global'] };
  const entry = { occurredOn: '2004', visibility: 'members' } as const;
  const asked = { type: 'LaunchCampaign', data, entry, actorId: 'lead-1' };
  const submission = {
    aggregate: campaignAggregate,
    target: CAMPAIGN,
    asked,
    body: data,
    idempotencyKey: 'a',
  } as const;
  await runner.run(submission).catch(() => undefined);
  return told;
}

const written: Appended = { revision: 0n, position: 'log.1' };
const lost = new WrongRevision(CAMPAIGN, 'none', 0n);

describe('the outcome of a command, and of each try to append it', () => {
  it.each<[string, EventStore, AppendOutcome[], CommandOutcome]>([
    ['it is written', storeThat(written), ['written'], 'written'],
    ['a race is lost once', storeThat(lost, written), ['race_lost', 'written'], 'written'],
    ['every race is lost', storeThat(lost, lost, lost, lost), Array(4).fill('race_lost'), 'race_lost'],
    ['the store is down', storeThat(new StoreUnavailable('down')), ['unavailable'], 'unavailable'],
    ['the store does not say', storeThat(new OutcomeUnknown('cut off')), ['unknown'], 'unknown'],
    ['it is too large', storeThat(new AppendTooLarge(2_000_000)), ['too_large'], 'too_large'],
    ['something is wrong', storeThat(new TypeError('a fault')), ['failed'], 'failed'],
  ])('where %s', async (_, store, appends, command) => {
    const told = await toldOf(store);
    expect(told).toMatchObject({ appends, commands: [command] });
    expect(told.seconds.every((seconds) => seconds >= 0 && seconds < 5)).toBe(true);
  });
});
