import 'reflect-metadata';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { aggregates, createCodec } from '../aggregates.js';
import { systemClock } from '../event-sourcing/clock.js';
import { categoryOf, type StreamName } from '../event-sourcing/event.js';
import { StoreUnavailable } from '../event-sourcing/event-store.js';
import { openSqliteEventStore, type SqliteEventStore } from '../event-stores/sqlite/sqlite-event-store.js';
import { handlesOf } from './handles.js';
import { importFile, type ImportReport } from './import-file.js';

type Line = Record<string, unknown>;

let folder: string;
let stores: SqliteEventStore[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'demarche-import-'));
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let logs = 0;

function newLog(): SqliteEventStore {
  const store = openSqliteEventStore(join(folder, `${String(logs++)}.sqlite`));
  stores.push(store);
  return store;
}

async function importInto(store: SqliteEventStore, lines: readonly Line[], more: object = {}): Promise<ImportReport> {
  const file = join(folder, 'entries.ndjson');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return importFile(file, {
    aggregates,
    log: { store, codec: createCodec(), clock: systemClock },
    actorId: 'cli',
    ...more,
  });
}

/** The ids of all events, in the order of the log. */
async function eventsOf(store: SqliteEventStore): Promise<string[]> {
  return (await store.readAll('start', 10_000)).events.map(({ id }) => id);
}

/** Those of the entries that files hold, without what imports say of themselves. */
async function entriesOf(store: SqliteEventStore): Promise<string[]> {
  const { events } = await store.readAll('start', 10_000);
  return events.filter(({ stream }) => !isOfImports(stream)).map(({ id }) => id);
}

function isOfImports(stream: StreamName): boolean {
  return categoryOf(stream) === 'import';
}

/** What imports say of themselves: the stream, the event's name and data, who imported. */
async function recordsOf(store: SqliteEventStore) {
  const { events } = await store.readAll('start', 10_000);
  return events
    .filter(({ stream }) => isOfImports(stream))
    .map(({ stream, type, data, metadata }) => ({ stream, type, data, actor: metadata.actorId }));
}

const launch = (change: Line = {}): Line => ({
  key: 'launch',
  command: 'LaunchCampaign',
  on: '@campaign',
  occurredOn: '2000',
  fields: { title: 'C', objective: 'O', arenas: ['imf'], levels: ['global'] },
  ...change,
});
const PROPOSAL = { arena: 'imf', title: 'P', ask: 'A', text: 'T', kind: 'reform', addressedTo: 'X' };
const submit = (change: Line = {}): Line => ({
  key: 'submit',
  command: 'SubmitProposal',
  on: '@proposal',
  occurredOn: '2000',
  fields: { ...PROPOSAL, campaignId: '@campaign' },
  ...change,
});
const endorse = (key: string, country = 'CHL', change: Line = {}): Line => ({
  key,
  command: 'EndorseProposal',
  on: '@proposal',
  occurredOn: '2001',
  fields: { country },
  ...change,
});
const action = (key: string, fields: Line = {}): Line => ({
  key,
  command: 'LogAction',
  on: '@campaign',
  occurredOn: '2003',
  fields: { kind: 'letter', level: 'global', summary: 'S', ...fields },
});

describe('an import', () => {
  it('writes in file order, whatever the objects', async () => {
    const store = newLog();
    const others = Array.from({ length: 30 }, (_, n) => launch({ key: `l${String(n)}`, on: `@c${String(n)}` }));
    await importInto(store, [launch(), submit(), ...others, endorse('e'), action('a')]);
    const { events } = await store.readAll('start', 100);
    const streams = events.map(({ stream }) => stream).filter((stream) => !isOfImports(stream));
    const idOf = handlesOf('entries');
    const [campaign, proposal] = [`campaign-${idOf('@campaign')}`, `proposal-${idOf('@proposal')}`];
    const between = others.map(({ on }) => `campaign-${idOf(String(on))}`);
    expect(streams).toEqual([campaign, proposal, ...between, proposal, campaign]);
  });

  it('leaves an object with a bad line out as a whole, with what names it, and keeps the rest', async () => {
    const store = newLog();
    const report = await importInto(store, [
      launch(),
      submit(),
      endorse('1', 'XXX'),
      action('2', { regarding: ['@proposal'], nextSteps: [{ what: 'W', stepId: '@step' }] }),
      { key: '3', command: 'CompleteNextStep', on: '@campaign', occurredOn: '2003', fields: { stepId: '@step' } },
      action('4'),
    ]);
    expect(report.errors).toEqual([
      { line: 3, field: 'fields.country', message: expect.stringContaining('must be a country') },
    ]);
    expect(report.leftOut).toEqual([
      { on: '@proposal', lines: [2, 3] },
      { on: '@campaign', lines: [4, 5] },
    ]);
    expect([report.written, report.repeated]).toEqual([2, 0]);
  });

  it('names rules that are broken, and does not blame what merely depends on them', async () => {
    const report = await importInto(newLog(), [
      launch({ fields: {} }),
      submit(),
      endorse('1'),
      launch({ key: 'other', on: '@other' }),
      submit({ key: 'late', on: '@late', fields: { ...PROPOSAL, campaignId: '@nobody' } }),
    ]);
    expect(report.errors.map(({ line, code }) => [line, code])).toEqual([
      [1, undefined],
      [1, undefined],
      [1, undefined],
      [1, undefined],
      [5, 'campaign.unknown'],
    ]);
    expect([report.written, report.leftOut.flatMap(({ lines }) => lines)]).toEqual([1, [1, 2, 3, 5]]);
  });

  it('finds what cannot stand without an object that is left out, though it does not name it', async () => {
    const criteria = {
      command: 'AdoptCriteria',
      on: 'community-of-democracies',
      occurredOn: '2002',
      fields: { criteria: [{ code: 'a', text: 'A' }] },
    };
    const ministerial = { campaignId: '@campaign', edition: 4, hostCountry: 'MLI', city: 'Bamako' };
    const open = { command: 'OpenInvitations', on: '@bamako', occurredOn: '2006', fields: { criteriaVersion: 1 } };
    const consider = {
      command: 'DecideInvitation',
      on: '@bamako/VEN',
      occurredOn: '2007',
      fields: { decision: 'deferred' },
    };
    const report = await importInto(newLog(), [
      launch(),
      { key: '1', ...criteria },
      { key: '2', command: 'AnnounceMinisterial', on: '@bamako', occurredOn: '2005', fields: ministerial },
      { key: '3', ...open },
      { key: '4', ...consider },
      { key: '5', ...criteria, command: 'ReviseCriteria' },
    ]);
    expect(report.errors).toEqual([{ line: 6, field: 'reason', message: 'is required' }]);
    expect(report.leftOut.map(({ on, lines }) => [on, lines])).toEqual([
      ['community-of-democracies', [2, 6]],
      ['@bamako', [4]],
      ['@bamako/VEN', [5]],
    ]);
    expect(report.written).toBe(2);
  });

  it('knows objects of an earlier import in the same namespace by their handles', async () => {
    const store = newLog();
    await importInto(store, [launch(), submit()], { namespace: 'n' });
    const more = [action('1', { regarding: ['@proposal'] }), { ...endorse('2'), key: '2' }];
    const report = await importInto(store, more, { namespace: 'n' });
    expect([report.written, report.errors]).toEqual([2, []]);
    const elsewhere = await importInto(store, more, { namespace: 'm' });
    expect(elsewhere.errors.map(({ code }) => code)).toEqual(['campaign.unknown', 'proposal.unknown']);
  });

  it('takes text that begins with an @ for text, unless the file has such a handle', async () => {
    const store = newLog();
    await importInto(store, [
      launch(),
      submit({ fields: { ...PROPOSAL, campaignId: '@campaign', addressedTo: '@somebody' } }),
    ]);
    const { events } = await store.readAll('start', 10);
    expect((events[2]?.data as Line)['addressedTo']).toBe('@somebody');
  });

  it('says where a key came back with other content, in the file and since an earlier import', async () => {
    const store = newLog();
    await importInto(store, [launch(), submit(), endorse('1')]);
    const objection = { ...endorse('1'), command: 'RecordObjection' };
    for (const changed of [endorse('1', 'FRA'), objection]) {
      const report = await importInto(store, [launch(), submit(), changed]);
      expect(report.errors).toMatchObject([{ line: 3, field: 'key', code: 'idempotency.key-reused' }]);
    }
    const inFile = await importInto(newLog(), [launch(), submit(), endorse('1'), endorse('1'), endorse('1', 'FRA')]);
    expect(inFile.errors).toMatchObject([{ line: 5, field: 'key' }]);
  });

  it('writes nothing when it is dry', async () => {
    const store = newLog();
    const report = await importInto(store, [launch(), submit()], { isDry: true });
    expect([report.written, report.wouldWrite, await eventsOf(store)]).toEqual([0, 2, []]);
  });

  it('finds said what it found said at first, whatever was said afterwards', async () => {
    const store = newLog();
    const lines = [launch(), submit(), endorse('1'), endorse('2'), { ...endorse('3'), command: 'RecordObjection' }];
    const first = await importInto(store, lines);
    const again = await importInto(store, lines);
    expect([first.written, first.repeated, again.written, again.repeated]).toEqual([4, 1, 0, 5]);
    expect((await importInto(store, [...lines, endorse('4')])).written).toBe(1);
  });

  it('has the effect of once however often it is run or cut off, and by whomever', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(25), async (lines, cut) => {
        const whole = newLog();
        const first = await importInto(whole, lines);
        const [once, entries] = [await eventsOf(whole), await entriesOf(whole)];
        const again = await importInto(whole, lines, { actorId: 'somebody-else' });
        expect([again.written, again.errors, again.leftOut]).toEqual([0, first.errors, first.leftOut]);
        expect(await eventsOf(whole)).toEqual(once);
        expect(first.written + first.repeated + leftOutOf(first)).toBe(lines.length);
        if (first.errors.length > 0) return;
        const inPieces = newLog();
        await importInto(inPieces, lines.slice(0, cut));
        await importInto(inPieces, lines);
        expect(await entriesOf(inPieces)).toEqual(entries);
      }),
      { numRuns: 25 },
    );
  });
});

describe('that a file was imported', () => {
  const lines = [launch(), submit(), endorse('1'), endorse('2'), endorse('3', 'XXX')];
  const sha256 = sha256Of(lines);
  const counts = { lines: 5, written: 1, repeated: 0, leftOut: 4, errors: 1 };

  it('is an entry before its own and one after, with counts and the digest of the file, and no name of it', async () => {
    const store = newLog();
    await importInto(store, lines, { actorId: 'lead-1' });
    const [stream] = new Set((await recordsOf(store)).map(({ stream }) => stream));
    expect(stream).toMatch(/^import-[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(await recordsOf(store)).toEqual([
      { stream, type: 'import.ImportStarted.v1', data: { sha256, lines: 5 }, actor: 'lead-1' },
      { stream, type: 'import.ImportFinished.v1', data: { sha256, ...counts }, actor: 'lead-1' },
    ]);
    const { events } = await store.readAll('start', 10);
    expect(events.map((event) => isOfImports(event.stream))).toEqual([true, false, true]);
    const stored = events.filter(({ stream }) => isOfImports(stream)).map(({ data, metadata }) => ({ data, metadata }));
    expect(JSON.stringify(stored)).not.toMatch(/entries/);
  });

  it('is not said again while the same file brings nothing new, nor of a dry run, nor where nothing can be written', async () => {
    const [store, other] = [newLog(), newLog()];
    await importInto(store, lines, { isDry: true });
    expect(await recordsOf(store)).toEqual([]);
    await importInto(store, lines);
    await importInto(store, lines, { actorId: 'somebody-else' });
    expect(await recordsOf(store)).toHaveLength(2);
    await importInto(other, [endorse('1', 'XXX')]);
    expect(await recordsOf(other)).toEqual([]);
  });

  it('is said again of the same file once more of it can be written, in the same stream', async () => {
    const store = newLog();
    const late = [submit({ fields: { ...PROPOSAL, campaignId: handlesOf('later')('@campaign') } })];
    const both = [launch({ on: '@own' }), ...late];
    await importInto(store, both);
    await importInto(store, [launch()], { namespace: 'later' });
    await importInto(store, both);
    const of = (await recordsOf(store)).filter(({ data }) => (data as Line)['sha256'] === sha256Of(both));
    expect(new Set(of.map(({ stream }) => stream)).size).toBe(1);
    expect(of.map(({ type, data }) => [type, (data as Line)['written'], (data as Line)['repeated']])).toEqual([
      ['import.ImportStarted.v1', undefined, undefined],
      ['import.ImportFinished.v1', 1, 0],
      ['import.ImportStarted.v1', undefined, undefined],
      ['import.ImportFinished.v1', 1, 1],
    ]);
  });

  it('is told in the one stream when it is cut off and run again, and finished even where only that was missing', async () => {
    const store = newLog();
    const finishing = new Proxy(store, {
      get: (target, name) =>
        name === 'append' ? appendUnlessFinished(target) : (Reflect.get(target, name) as unknown),
    });
    await expect(importInto(finishing, lines)).rejects.toThrow(StoreUnavailable);
    expect((await recordsOf(store)).map(({ type }) => type)).toEqual(['import.ImportStarted.v1']);
    await importInto(store, lines, { actorId: 'somebody-else' });
    expect(await recordsOf(store)).toMatchObject([
      { actor: 'cli' },
      { type: 'import.ImportFinished.v1', data: { ...counts, written: 0, repeated: 1 }, actor: 'somebody-else' },
    ]);
    expect(new Set((await recordsOf(store)).map(({ stream }) => stream)).size).toBe(1);
  });

  it('is said once of two imports of one file at the same time', async () => {
    const store = newLog();
    await Promise.all([importInto(store, lines), importInto(store, lines)]);
    expect((await recordsOf(store)).map(({ type }) => type)).toEqual([
      'import.ImportStarted.v1',
      'import.ImportFinished.v1',
    ]);
  });
});

function sha256Of(lines: readonly Line[]): string {
  return hash('sha256', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** A store that is gone when the import is to be finished. */
function appendUnlessFinished(store: SqliteEventStore): SqliteEventStore['append'] {
  return (stream, expected, events) =>
    events.some(({ type }) => type.startsWith('import.ImportFinished.'))
      ? Promise.reject(new StoreUnavailable('gone'))
      : store.append(stream, expected, events);
}

function leftOutOf({ leftOut }: ImportReport): number {
  return leftOut.reduce((sum, { lines }) => sum + lines.length, 0);
}

const sayings = fc.record({
  command: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('EndorseProposal', 'RecordObjection', 'RecordDevelopment') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('WithdrawEndorsement', 'TableProposal', 'PauseCampaign', 'ResumeCampaign'),
    },
  ),
  n: fc.constantFrom('1', '2'),
  country: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('CHL', 'FRA') },
    { weight: 1, arbitrary: fc.constant('XXX') },
  ),
  occurredOn: fc.constantFrom('2001', '2001-05'),
});

/** Files that say things twice, take them back and contradict them, and are wrong now and then. */
const entries = fc.array(sayings, { maxLength: 20 }).map((said) => [
  ...['1', '2'].flatMap((n) => [
    launch({ key: `l${n}`, on: `@c${n}` }),
    submit({ key: `s${n}`, on: `@p${n}`, fields: { ...PROPOSAL, campaignId: `@c${n}` } }),
  ]),
  ...said.map(({ command, n, country, occurredOn }, index) => {
    const of = { key: `k${String(index)}`, command, occurredOn, reason: 'R' };
    if (command === 'RecordDevelopment')
      return { ...of, on: `@c${n}`, fields: { summary: 'S', regarding: [`@p${n}`] } };
    if (command.endsWith('Campaign')) return { ...of, on: `@c${n}`, fields: {} };
    if (command === 'TableProposal') return { ...of, on: `@p${n}`, fields: { session: country, forum: 'F' } };
    return { ...of, on: `@p${n}`, fields: { country } };
  }),
]);
