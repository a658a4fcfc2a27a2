import { join } from 'node:path';
import { accessAggregate } from '../../src/access/access.js';
import { auditAggregate } from '../../src/audit/audit.js';
import { aggregates, createCodec } from '../../src/aggregates.js';
import { validateCommand } from '../../src/commands/validate.js';
import { judgeBy } from '../../src/commands/amendments.js';
import { CommandRunner } from '../../src/event-sourcing/command-runner.js';
import type { Aggregate, AnyAsked } from '../../src/event-sourcing/decider.js';
import { idOf, streamName, type RecordedEvent, type Visibility } from '../../src/event-sourcing/event.js';
import { digestOf } from '../../src/event-sourcing/ids.js';
import { canonicalJson } from '../../src/event-sourcing/ids.js';
import { openSqliteEventStore } from '../../src/event-stores/sqlite/sqlite-event-store.js';
import { importAggregate } from '../../src/import/import.js';
import { newFolder, removeFolder } from './running-server.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const CLOCK = { now: () => NOW };
const CAMPAIGN = '00000000-0000-4000-8000-000000000001';
const MINISTERIAL = '00000000-0000-4000-8000-000000000002';

/** The examples of all commands, in order, as the log stores them; what is random is checked and left out. */
export async function everyStoredEvent(): Promise<object[]> {
  const folder = newFolder();
  const store = openSqliteEventStore(join(folder, 'log.sqlite'));
  const runner = new CommandRunner({ store, codec: createCodec(), clock: CLOCK, judge: judgeBy(CLOCK) });
  const bodies = new Map<string, unknown>();
  const latest = new Map<Aggregate, string>();
  for (const aggregate of aggregates)
    for (const [type, { body, verb, example }] of Object.entries(aggregate.commands)) {
      const sent = {
        ...example,
        ...(verb === undefined ? { id: CAMPAIGN } : {}),
        ...('campaignId' in example ? { campaignId: CAMPAIGN } : {}),
      };
      const { asked } = validateCommand(type, body, JSON.parse(JSON.stringify(sent)), NOW);
      const eventId = await run(runner, aggregate, { ...asked, actorId: 'lead-1' }, sent);
      bodies.set(eventId, sent);
      latest.set(aggregate, eventId);
      if (type === 'AnnounceMinisterial') await announceForInvitations(runner, aggregate, body, sent);
    }
  for (const [aggregate, ...commands] of withoutRoute())
    for (const asked of commands) bodies.set(await run(runner, aggregate, asked, asked.data), asked.data);
  for (const [aggregate, eventId] of latest)
    for (const asked of amendmentsOf(eventId)) bodies.set(await run(runner, aggregate, asked, asked.data), asked.data);
  const { events } = await store.readAll('start', 1_000);
  await store.close();
  removeFolder(folder);
  return events.filter(({ id }) => bodies.has(id)).map((event) => withoutRandom(event, bodies.get(event.id)));
}

async function run(runner: CommandRunner, aggregate: Aggregate, asked: AnyAsked, body: unknown): Promise<string> {
  const receipt = await runner.run({
    aggregate,
    asked,
    body,
    target: streamName(aggregate.decider.category, idIn(aggregate)),
    idempotencyKey: `fixture ${aggregate.decider.category} ${asked.type}`,
    tokenId: '00000000-0000-4000-8000-000000000003',
  });
  const [eventId] = receipt.eventIds;
  if (eventId === undefined) throw new Error(`the example of ${asked.type} changed nothing`);
  return eventId;
}

/** Invitations are to a ministerial of their own, whose invitations are open. */
async function announceForInvitations(
  runner: CommandRunner,
  aggregate: Aggregate,
  body: new () => object,
  sent: object,
) {
  const target = streamName('ministerial', MINISTERIAL);
  const open = aggregate.commands['OpenInvitations'];
  const commands: [string, new () => object, object][] = [
    ['AnnounceMinisterial', body, { ...sent, id: MINISTERIAL }],
    ...(open ? ([['OpenInvitations', open.body, { occurredOn: '2000' }]] as [string, new () => object, object][]) : []),
  ];
  for (const [type, bodyClass, fields] of commands) {
    const { asked } = validateCommand(type, bodyClass, JSON.parse(JSON.stringify(fields)), NOW);
    await runner.run({ aggregate, target, asked: { ...asked, actorId: 'lead-1' }, body: fields, idempotencyKey: type });
  }
}

/** Of those that nobody asks for over HTTP. */
const IDS: Readonly<Record<string, string>> = { access: 'lead-1', import: CAMPAIGN, audit: '2026-11' };

function idIn({ key, decider }: Aggregate): string {
  const known = IDS[decider.category];
  if (known !== undefined) return known;
  const id =
    key.kind === 'chosen'
      ? key.idOf([CAMPAIGN])
      : (key.idOf([MINISTERIAL, 'VEN']) ?? key.idOf(['un-democracy-caucus']));
  if (id === undefined) throw new Error(`no id for ${decider.category}`);
  return id;
}

/** What the server and the command line ask for themselves, by aggregate. */
function withoutRoute(): [Aggregate, ...AnyAsked[]][] {
  const tokenId = '00000000-0000-4000-8000-000000000004';
  const issued = { tokenId, sha256: 'ab'.repeat(32), scope: 'read', expires: '2027-01-01T00:00:00.000Z' };
  const file = { sha256: 'cd'.repeat(32), lines: 12 };
  const exported = {
    route: 'campaigns/:id/history',
    format: 'csv',
    items: 3,
    position: `${'0'.repeat(32)}.000000000000000a`,
  };
  const asked = (type: string, data: object, visibility: Visibility = 'restricted'): AnyAsked => ({
    type,
    data,
    entry: { occurredOn: '2026-11-25', visibility },
    actorId: 'cli',
  });
  return [
    [accessAggregate, asked('IssueApiToken', issued), asked('RevokeApiToken', { tokenId })],
    [
      importAggregate,
      asked('StartImport', file, 'members'),
      asked('FinishImport', { ...file, written: 8, repeated: 1, leftOut: 3, errors: 2 }, 'members'),
    ],
    [
      auditAggregate,
      asked('NoteExport', exported),
      asked('RequestReplay', { to: '2026-11-24T12:00:00.000Z', compare: false }),
    ],
  ];
}

function amendmentsOf(eventId: string): AnyAsked[] {
  const entry = { occurredOn: '2026-11-26', visibility: 'members', reason: 'The record says otherwise' } as const;
  return [
    { type: 'CorrectEntry', data: { eventId, patch: { visibility: 'restricted' } }, entry, actorId: 'lead-1' },
    { type: 'RetractEntry', data: { eventId }, entry, actorId: 'lead-1' },
  ];
}

function withoutRandom({ position: _, ...event }: RecordedEvent, body: unknown): object {
  const { salt, commandDigest, ...metadata } = event.metadata;
  if (!/^[0-9a-f]{32}$/.test(salt)) throw new Error(`no salt of ${idOf(event.stream)}`);
  if (commandDigest !== digestOf(canonicalJson(body), salt)) throw new Error('the digest is not of the body');
  return { ...event, revision: Number(event.revision), metadata };
}
