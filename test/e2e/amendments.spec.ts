import type { Receipt } from '../support/api-client.js';
import { digestsIn } from '../support/digests.js';
import { commandAnswer, runCommand } from '../support/run-command-line.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { action, announce, endorse, hold, launch, request, submit } from '../support/sample-entries.js';

let server: RunningServer;
let campaign: Receipt;
let proposal: Receipt;
const reason = 'The record says otherwise';

beforeAll(async () => {
  server = await RunningServer.start();
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

beforeEach(async () => {
  campaign = await server.api.log('campaigns', launch());
  proposal = await server.api.log('proposals', submit(campaign.id));
});

const idOf = ({ eventIds }: Receipt): string => eventIds[0] ?? '';
const endorsed = (change: object = {}) => server.api.log(`proposals/${proposal.id}/endorse`, endorse(change));
const correct = (entry: Receipt, patch: object, more: object = {}) =>
  server.api.log(`entries/${idOf(entry)}/correct`, { patch, reason, ...more });
const retract = (entry: Receipt) => server.api.log(`entries/${idOf(entry)}/retract`, { reason });
const refused = async (entry: string, verb: string, body: unknown, headers = {}) => {
  const before = await server.api.read(`audit/log?campaignId=${campaign.id}`, await endorsed({ country: 'POL' }));
  const answer = await server.api.post(`entries/${entry}/${verb}`, body, headers);
  const after = await server.api.read(`audit/log?campaignId=${campaign.id}`);
  expect(after.items).toHaveLength(before.items.length);
  return { status: answer.status, code: answer.body.code, errors: answer.body.errors, detail: answer.body.detail };
};
const board = async (seen: Receipt) =>
  (await server.api.read(`endorsement-board?campaignId=${campaign.id}`, seen)).items;
const history = async (seen: Receipt, query = '') =>
  (await server.api.read(`campaigns/${campaign.id}/history${query}`, seen)).items;

describe('an entry that was logged wrong', () => {
  it('is put right by another entry: everything shows what should have been said, and the history shows both', async () => {
    const wrong = await endorsed();
    const right = await correct(wrong, { capacity: 'head-of-state', occurredOn: '2000-06-26', reservation: 'No fees' });
    expect(right).toMatchObject({ id: proposal.id, revision: 2 });
    expect(await board(right)).toMatchObject([
      { country: 'CHL', capacity: 'head-of-state', occurredOn: '2000-06-26', reservation: 'No fees', revision: 2 },
    ]);
    const items = await history(right);
    expect(items.slice(-2)).toMatchObject([
      {
        eventId: idOf(wrong),
        amendedBy: idOf(right),
        occurredOn: '2000-06-26',
        sentence: 'Chile endorsed “Warsaw Declaration” (text 1, head-of-state): with a reservation: No fees.',
        data: { country: 'CHL', capacity: 'minister', version: 1 },
      },
      {
        eventId: idOf(right),
        type: 'proposal.EntryCorrected.v1',
        reason,
        sentence:
          'Corrected: Chile endorsed “Warsaw Declaration” (text 1, head-of-state): with a reservation: No fees. ' +
          'It had read: Chile endorsed “Warsaw Declaration” (text 1, minister).',
        data: { target: idOf(wrong), patch: { capacity: 'head-of-state' } },
      },
    ]);
    expect(items.at(-1)).not.toHaveProperty('amendedBy');
  });

  it('keeps what the patch does not name, and loses what it clears', async () => {
    const wrong = await endorsed({ reservation: 'No fees' });
    const right = await correct(wrong, { reservation: null, sources: null });
    expect(await board(right)).toMatchObject([
      { country: 'CHL', capacity: 'minister', reservation: null, sources: null, occurredOn: '2000-06-27' },
    ]);
  });

  it('says in what it was put right where its sentence does not tell', async () => {
    const wrong = await endorsed();
    const right = await correct(wrong, { occurredOn: '2000-06', sources: null });
    expect((await history(right)).at(-1).sentence).toBe(
      'Corrected in date and sources: Chile endorsed “Warsaw Declaration” (text 1, minister).',
    );
  });

  it('takes its place in the history by when it happened', async () => {
    await endorsed({ country: 'CZE', occurredOn: '2000-07' });
    const wrong = await endorsed({ occurredOn: '2000-06-27' });
    const right = await correct(wrong, { occurredOn: '2000-08' });
    const told = (await history(right, '?order=occurredOn')).filter(({ type }: { type: string }) =>
      /Endorsed/.test(type),
    );
    expect(told.map(({ data }: { data: { country: string } }) => data.country)).toEqual(['CZE', 'CHL']);
  });

  it('can be corrected again, and the correction taken back: what stood before it stands again', async () => {
    const wrong = await endorsed();
    const first = await correct(wrong, { capacity: 'expert' });
    const second = await correct(wrong, { capacity: 'other' });
    expect(await board(second)).toMatchObject([{ capacity: 'other' }]);
    expect(await refused(idOf(first), 'retract', { reason })).toMatchObject({
      status: 422,
      code: 'entry.amended-since',
    });
    const taken = await retract(second);
    expect((await board(taken))[0]).toMatchObject({ country: 'CHL', capacity: 'expert' });
    const items = await history(taken);
    expect(items.find((item: { eventId: string }) => item.eventId === idOf(second))).toMatchObject({
      amendedBy: idOf(taken),
    });
    expect(items.at(-1).sentence).toMatch(/^An amendment was retracted; again: Chile endorsed .*expert/);
  });

  it('takes with it, where it created a campaign, that anything can be begun in that campaign', async () => {
    const mistaken = await server.api.log('campaigns', launch());
    const gone = await retract(mistaken);
    const begin = () => server.api.post('proposals', submit(mistaken.id));
    expect(await begin()).toMatchObject({ status: 422, body: { code: 'campaign.unknown' } });
    await retract(gone);
    expect(await begin()).toMatchObject({ status: 201 });
  });

  it('is retracted, and stands again once that is retracted', async () => {
    const wrong = await endorsed();
    const gone = await retract(wrong);
    expect(await board(gone)).toEqual([]);
    const items = await history(gone);
    expect(items.at(-2)).toMatchObject({ eventId: idOf(wrong), amendedBy: idOf(gone) });
    expect(items.at(-1)).toMatchObject({
      type: 'proposal.EntryRetracted.v1',
      sentence: 'Retracted: Chile endorsed “Warsaw Declaration” (text 1, minister).',
    });
    expect(await server.api.read(`proposals/${proposal.id}`, gone)).toMatchObject({ revision: 2 });
    const back = await retract(gone);
    expect(await board(back)).toMatchObject([{ country: 'CHL', revision: 3 }]);
  });

  it('of every kind of object can be put right', async () => {
    const consultation = await server.api.log('consultations', request(campaign.id));
    const held = await server.api.log(`consultations/${consultation.id}/hold`, hold());
    await correct(held, { summary: 'Four organisations commented.' });
    const ministerial = await server.api.log('ministerials', announce(campaign.id));
    await correct(ministerial, { city: 'Kita' });
    const opened = await server.api.log(`ministerials/${ministerial.id}/open-invitations`, { occurredOn: '2006' });
    await correct(opened, { occurredOn: '2006-11' });
    const invited = `ministerials/${ministerial.id}/invitations/ZWE`;
    const decided = await server.api.log(`${invited}/decide`, { decision: 'observer', occurredOn: '2007' });
    await correct(decided, { decision: 'not-invited' });
    const wrote = await server.api.log(`campaigns/${campaign.id}/log-action`, action());
    await correct(wrote, { kind: 'call' });
    const body = 'un-democracy-caucus';
    const adopted = await server.api.post(`criteria/${body}/adopt`, {
      criteria: [{ code: 'a', text: 'A' }],
      occurredOn: '2002',
    });
    const last = await correct(adopted.body as Receipt, { criteria: [{ code: 'a', text: 'B' }] });
    const read = (path: string) => server.api.read(path, last);
    expect(await read(`consultations/${consultation.id}`)).toMatchObject({ summary: 'Four organisations commented.' });
    expect(await read(`ministerials/${ministerial.id}`)).toMatchObject({ city: 'Kita' });
    expect(await read(invited)).toMatchObject({ decision: { decision: 'not-invited' }, earlierDecisions: [] });
    expect(await read(`campaigns/${campaign.id}`)).toMatchObject({
      counts: { actions: { byKind: { call: 1, letter: 0 } } },
    });
    expect((await read(`criteria/${body}`)).versions.at(-1)).toMatchObject({ criteria: [{ code: 'a', text: 'B' }] });
  });

  it('is not corrected to what it says already: nothing is written', async () => {
    const entry = await endorsed();
    expect(await correct(entry, { capacity: 'minister' })).toMatchObject({ revision: entry.revision, eventIds: [] });
    const gone = await retract(entry);
    expect(await retract(entry)).toMatchObject({ revision: gone.revision, eventIds: [] });
  });
});

describe('an amendment', () => {
  it('is refused only for a breach that was not there before, and names the later entry that would break', async () => {
    const entry = await endorsed();
    const withdrawal = { country: 'CHL', reason: 'An election', occurredOn: '2001' };
    const later = await server.api.log(`proposals/${proposal.id}/withdraw-endorsement`, withdrawal);
    const answer = await refused(idOf(entry), 'retract', { reason });
    expect(answer).toMatchObject({ status: 422, code: 'proposal.endorsement-unknown' });
    expect(answer.detail).toContain(idOf(later));
    const tooLate = await refused(idOf(entry), 'correct', { patch: { occurredOn: '2002' }, reason });
    expect(tooLate).toMatchObject({ status: 422, code: 'proposal.endorsement-unknown' });
    await retract(later);
    expect(await retract(entry)).toMatchObject({ eventIds: [expect.any(String)] });
  });

  it('of the entry that created an object is refused while another entry stands; the id stays taken', async () => {
    const entry = await endorsed();
    expect(await refused(idOf(proposal), 'retract', { reason })).toMatchObject({ code: 'proposal.has-entries' });
    const poland = (await history(entry)).find((item: { data: { country?: string } }) => item.data.country === 'POL');
    await retract({ ...entry, eventIds: [poland.eventId] });
    await retract(entry);
    const gone = await retract(proposal);
    expect((await server.api.get(`proposals/${proposal.id}?after=${gone.position}`)).status).toBe(404);
    expect(await server.api.post('proposals', submit(campaign.id, { id: proposal.id }))).toMatchObject({
      status: 422,
      body: { code: 'proposal.exists' },
    });
    expect(await server.api.post(`proposals/${proposal.id}/endorse`, endorse())).toMatchObject({
      status: 422,
      body: { code: 'proposal.retracted' },
    });
  });

  it.each([
    ['correct', { patch: {}, reason }, [{ field: 'patch' }]],
    ['correct', { reason }, [{ field: 'patch' }]],
    ['correct', { patch: [], reason: 1 }, [{ field: 'reason' }, { field: 'patch' }]],
    ['correct', { patch: { capacity: 'expert' } }, [{ field: 'reason' }]],
    ['correct', { patch: { version: 2 }, reason }, [{ field: 'patch.version' }]],
    ['correct', { patch: { id: 'x', colour: 'red' }, reason }, [{ field: 'patch.id' }, { field: 'patch.colour' }]],
    ['correct', { patch: { country: 'XXX' }, reason }, [{ field: 'patch.country' }]],
    ['correct', { patch: { country: null }, reason }, [{ field: 'patch.country' }]],
    ['correct', { patch: { occurredOn: '2999' }, reason }, [{ field: 'patch.occurredOn' }]],
    ['correct', { patch: { sources: [null] }, reason }, [{ field: 'patch.sources[0]' }, { field: 'patch.sources' }]],
    ['correct', { patch: { capacity: 'expert' }, reason, colour: 'red' }, [{ field: 'colour' }]],
    ['correct', { patch: { reservation: '\ud800' }, reason }, [{ field: 'patch.reservation' }]],
    ['correct', [], [{ field: '' }]],
    ['retract', { patch: { capacity: 'expert' }, reason }, [{ field: 'patch' }]],
    ['retract', {}, [{ field: 'reason' }]],
    ['retract', { reason, occurredOn: '2999' }, [{ field: 'occurredOn' }]],
  ])('that is malformed is refused with every field: %s %j', async (verb, body, errors) => {
    const answer = await refused(idOf(await endorsed()), verb, body);
    expect(answer).toMatchObject({ status: 400, code: 'fields.invalid', errors });
    expect(answer.errors).toHaveLength(errors.length);
  });

  it('cannot clear what an entry always has: a campaign without leads', async () => {
    expect(await refused(idOf(campaign), 'correct', { patch: { leads: null }, reason })).toMatchObject({
      status: 400,
      code: 'fields.invalid',
      errors: [{ field: 'patch.leads', message: 'cannot be cleared; say what it should be' }],
    });
    expect(await correct(campaign, { leads: ['lead-2'] })).toMatchObject({ eventIds: [expect.any(String)] });
  });

  it('of what is not there, of an amendment, of a retracted entry, or of a token is refused', async () => {
    const entry = await endorsed();
    const right = await correct(entry, { capacity: 'expert' });
    const patch = { capacity: 'other' };
    const unknown = { status: 404, code: 'entry.unknown' };
    expect(await refused('00000000-0000-4000-8000-000000000000', 'retract', { reason })).toMatchObject(unknown);
    expect(await refused('yesterday', 'correct', { patch, reason })).toMatchObject(unknown);
    expect(await refused(idOf(right), 'correct', { patch, reason })).toMatchObject({
      status: 422,
      code: 'entry.is-amendment',
    });
    await retract(entry);
    expect(await refused(idOf(entry), 'correct', { patch, reason })).toMatchObject({
      status: 422,
      code: 'entry.retracted',
    });
    await runCommand(server.folder, 'token', 'create', '--user', 'lead-9', '--scope', 'read');
    const { items } = await server.api.read('audit/log?type=ApiTokenIssued', await endorsed({ country: 'PER' }));
    const notAmendable = { status: 422, code: 'entry.not-amendable' };
    expect(await refused(items[0].eventId, 'retract', { reason })).toMatchObject(notAmendable);
    expect(await refused(items[0].eventId, 'correct', { patch: { scope: 'write' }, reason })).toMatchObject(
      notAmendable,
    );
  });

  it('sent twice under one key has one effect; the key is of that entry alone', async () => {
    const [one, other] = [await endorsed(), await endorsed({ country: 'CZE' })];
    const send = (entry: Receipt, patch: object) =>
      server.api.post(`entries/${idOf(entry)}/correct`, { patch, reason }, { 'idempotency-key': 'the-same' });
    const first = await send(one, { capacity: 'expert' });
    const again = await send(one, { capacity: 'expert' });
    expect(again.body).toEqual({ ...first.body, position: again.body.position });
    expect(await send(one, { capacity: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key-reused' },
    });
    expect((await send(other, { capacity: 'expert' })).body.eventIds).not.toEqual(first.body.eventIds);
  });

  it('is made only at the revision that If-Match names; of two leads at once, one is told to look again', async () => {
    const entry = await endorsed();
    const send = (capacity: string) =>
      server.api.post(
        `entries/${idOf(entry)}/correct`,
        { patch: { capacity }, reason },
        { 'if-match': `"${String(entry.revision)}"` },
      );
    const answers = await Promise.all([send('expert'), send('other')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({ revision: entry.revision + 1 });
    const written = answers.find(({ status }) => status === 200)?.body as Receipt;
    const amendments = (await history(written)).filter(({ type }: { type: string }) => /Corrected/.test(type));
    expect(amendments.map(({ eventId }: { eventId: string }) => eventId)).toEqual(written.eventIds);
  });

  it('by two leads at once who name no revision is made twice, one after the other: the later stands, and both are shown', async () => {
    const entry = await endorsed();
    const answers = await Promise.all(['expert', 'other'].map((capacity) => correct(entry, { capacity })));
    const [first, second] = answers.toSorted((a, b) => a.revision - b.revision) as [Receipt, Receipt];
    expect([first.revision, second.revision]).toEqual([entry.revision + 1, entry.revision + 2]);
    const told = (await history(second)).filter(({ type }: { type: string }) => /Corrected/.test(type));
    expect(told.map(({ eventId }: { eventId: string }) => eventId)).toEqual([idOf(first), idOf(second)]);
    expect(await board(second)).toMatchObject([{ capacity: told.at(-1).data.patch.capacity }]);
  });

  it('is seen by no more people than what it amends', async () => {
    const entry = await endorsed({ visibility: 'restricted' });
    const right = await correct(entry, { visibility: 'public' });
    const [before, after] = (await history(right)).slice(-2);
    expect([before.visibility, after.visibility]).toEqual(['restricted', 'restricted']);
  });

  it('of a decision on an invitation is refused while a revision of it stands', async () => {
    const ministerial = await server.api.log('ministerials', announce(campaign.id));
    await server.api.log(`ministerials/${ministerial.id}/open-invitations`, { occurredOn: '2006' });
    const invitation = `ministerials/${ministerial.id}/invitations/ZWE`;
    const decided = await server.api.log(`${invitation}/decide`, { decision: 'observer', occurredOn: '2007' });
    const revision = { decision: 'participant', reason: 'The elections were held', occurredOn: '2007' };
    const revised = await server.api.log(`${invitation}/revise-decision`, revision);
    const answer = await refused(idOf(decided), 'retract', { reason });
    expect(answer).toMatchObject({ status: 422, code: 'invitation.undecided' });
    expect(answer.detail).toContain(idOf(revised));
  });

  it('of a ministerial is what invitations to it are decided on', async () => {
    const ministerial = await server.api.log('ministerials', announce(campaign.id));
    const opened = await server.api.log(`ministerials/${ministerial.id}/open-invitations`, { occurredOn: '2006' });
    const decide = () =>
      server.api.post(`ministerials/${ministerial.id}/invitations/ZWE/decide`, {
        decision: 'observer',
        occurredOn: '2007',
      });
    await retract(opened);
    expect(await decide()).toMatchObject({ status: 422, body: { code: 'invitation.not-opened' } });
  });
});

describe('a server that starts anew', () => {
  it('shows and decides the same, and a rebuild gives the same', async () => {
    const entry = await endorsed();
    await correct(entry, { capacity: 'expert' });
    const gone = await retract(await endorsed({ country: 'CZE' }));
    const before = await board(gone);
    await server.api.read('audit/log', gone);
    await server.stop();
    const live = digestsIn(server.folder);
    expect(await commandAnswer(server.folder, 'rebuild')).toEqual(live);
    server = await RunningServer.start({ folder: server.folder });
    expect(await board(gone)).toEqual(before);
    const withdrawal = { country: 'CZE', reason: 'An election', occurredOn: '2001' };
    expect(await server.api.post(`proposals/${proposal.id}/withdraw-endorsement`, withdrawal)).toMatchObject({
      status: 422,
      body: { code: 'proposal.endorsement-unknown' },
    });
  });
});
