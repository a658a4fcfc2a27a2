import 'reflect-metadata';
import { command, eventId, scenarios, stateAfter, told, type When } from '../../../test/support/given.js';
import { Codec } from '../../event-sourcing/codec.js';
import type { DomainEvent, Happened } from '../../event-sourcing/event.js';
import { NoSuchObject } from '../../event-sourcing/refusal.js';
import { invitationAggregate } from './invitation.aggregate.js';
import { invitation as decider } from './invitation.js';

const CAMPAIGN = '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10';
const MINISTERIAL = '7a1d2f4e-0b3c-4d5e-8f60-112233445566';
const INPUT = '3d0f5b8e-6a1c-4c7b-9f2e-8b1d4a6c0e57';
const OTHER_INPUT = '3d0f5b8e-6a1c-4c7b-9f2e-8b1d4a6c0e58';
const STREAM = `invitation-${MINISTERIAL}-VEN` as const;

type Event = ReturnType<typeof told>;

/** What an invitation sees of its ministerial, by the fold that it asks for. */
function seenOf(...events: Event[]) {
  const fold = decider.others?.(STREAM, {} as never).ministerial.fold;
  if (!fold) throw new Error('an invitation looks at its ministerial');
  return events.reduce((seen, event, index) => {
    const happened: Happened<DomainEvent> = { ...event, id: eventId(index), revision: 0n, campaignId: CAMPAIGN };
    return fold.evolve(seen, happened);
  }, fold.initial());
}

const announced = told('MinisterialAnnounced', { edition: 4, hostCountry: 'MLI', city: 'Bamako' });
const opened = (occurredOn: string) => told('InvitationsOpened', {}, { occurredOn });
const closed = (occurredOn: string) => told('InvitationsClosed', {}, { occurredOn });
const open = seenOf(announced, opened('2003'));

const scenario = scenarios(invitationAggregate, STREAM, CAMPAIGN);
const given = (...events: Event[]) => scenario(...events).seeing({ ministerial: open });
const toMinisterial = (...events: Event[]) => scenario().seeing({ ministerial: seenOf(announced, ...events) });

const submitted = (data: object = {}) =>
  told('NgoInputSubmitted', { organisation: 'Freedom House', recommendation: 'observer', ...data });
const decided = (data: object = {}, occurredOn = '2004-05') =>
  told('InvitationDecided', { decision: 'participant', ...data }, { occurredOn });
const revised = (decision: string, occurredOn: string) =>
  told('InvitationRevised', { decision }, { occurredOn, reason: 'The elections' });

const submit = (body: object = {}) =>
  command('SubmitNgoInput', {
    organisation: 'Freedom House',
    recommendation: 'observer',
    occurredOn: '2004-01-01',
    ...body,
  });
const decide = (body: object = {}) => command('DecideInvitation', { decision: 'participant', ...body });
const revise = (body: object = {}) =>
  command('ReviseDecision', { decision: 'not-invited', reason: 'The elections', ...body });
const toParticipate = { type: 'InvitationDecided', data: { decision: 'participant' } };

describe('an invitation', () => {
  const all: When[] = [
    command('ConsiderCountry'),
    submit(),
    command('RecordAdvice', { by: 'International Advisory Committee', recommendation: 'withheld' }),
    decide(),
    revise(),
    command('RecordAttendance', { as: 'absent' }),
  ];

  it.each(all)('is to a ministerial that there is: $type', (asked) => {
    scenario(decided()).seeing({ ministerial: seenOf() }).when(asked).thenRefused('ministerial.unknown');
    const considered = { type: 'CountryConsidered', data: {}, entry: announced.entry } as const;
    expect(decider.violation(decider.initial(), considered, { ministerial: seenOf() })).toBeInstanceOf(NoSuchObject);
  });

  it('looks at its ministerial, and belongs to the same campaign', () => {
    const needs = decider.others?.(STREAM, {} as never);
    expect(needs?.ministerial.stream).toBe(`ministerial-${MINISTERIAL}`);
    expect(decider.campaignOf(STREAM, {} as never, decider.initial(), { ministerial: open })).toBe(CAMPAIGN);
    expect(decider.campaignOf(STREAM, {} as never, decider.initial(), { ministerial: seenOf() })).toBeUndefined();
  });

  it('is named by a ministerial and a country', () => {
    const { idOf } = invitationAggregate.key;
    expect(idOf([MINISTERIAL, 'VEN'])).toBe(`${MINISTERIAL}-VEN`);
    expect(idOf([MINISTERIAL, 'ven'])).toBeUndefined();
    expect(idOf(['bamako', 'VEN'])).toBeUndefined();
    expect(idOf([MINISTERIAL])).toBeUndefined();
  });
});

describe('what needs nothing before it', () => {
  const advice = { by: 'International Advisory Committee', recommendation: 'withheld', rationale: 'Under scrutiny' };
  const attendance = { as: 'participant', level: 'minister' };
  const cases = [
    { asks: 'ConsiderCountry', tells: 'CountryConsidered', data: {} },
    { asks: 'RecordAdvice', tells: 'AdviceRecorded', data: advice },
    { asks: 'RecordAttendance', tells: 'AttendanceRecorded', data: attendance },
  ];

  it.each(cases)('is recorded also where no invitations were opened: $tells', ({ asks, tells, data }) => {
    toMinisterial().when(command(asks, data)).then({ type: tells, data });
  });

  it.each(cases)('said twice is said once, and any other field is news: $tells', ({ asks, tells, data }) => {
    const said = told(tells, data, { occurredOn: '2004-06-01' });
    given(said).when(command(asks, data)).thenNothing();
    given(said)
      .when(command(asks, { ...data, occurredOn: '2004-06' }))
      .then({ type: tells, data });
    given(said)
      .when(command(asks, { ...data, reason: 'Found in the archive' }))
      .then({ type: tells, data });
  });

  it('may change: advice given later replaces advice', () => {
    const later = { by: 'International Advisory Committee', recommendation: 'observer' };
    given(told('AdviceRecorded', advice))
      .when(command('RecordAdvice', later))
      .then({ type: 'AdviceRecorded', data: later });
  });
});

describe("civil society's input", () => {
  const input = { organisation: 'Freedom House', recommendation: 'observer' };

  it('is always news where it has no id of its own', () => {
    given(submitted()).when(submit()).then({ type: 'NgoInputSubmitted', data: input });
  });

  it('with an id said twice is said once, and with other content refused', () => {
    const withId = { ...input, inputId: INPUT };
    given()
      .when(submit({ inputId: INPUT }))
      .then({ type: 'NgoInputSubmitted', data: withId });
    given(submitted({ inputId: INPUT }))
      .when(submit({ inputId: INPUT }))
      .thenNothing();
    for (const other of [{ recommendation: 'participant' }, { assessment: 'In transition' }, { occurredOn: '2004' }])
      given(submitted({ inputId: INPUT }))
        .when(submit({ inputId: INPUT, ...other }))
        .thenRefused('input.exists');
    given(submitted())
      .when(submit({ inputId: eventId(0) }))
      .thenRefused('input.exists');
  });
});

describe('deciding an invitation', () => {
  it('is refused where no opening of invitations is recorded', () => {
    toMinisterial().when(decide()).thenRefused('invitation.not-opened');
    toMinisterial(closed('2005')).when(decide()).thenRefused('invitation.not-opened');
  });

  it.each(['2003', '2004', '2009'])('needs an opening, whenever it was: %s', (occurredOn) => {
    toMinisterial(opened(occurredOn)).when(decide()).then(toParticipate);
  });

  it('is refused if it certainly came after the closing', () => {
    toMinisterial(opened('2003'), closed('2004-05')).when(decide()).thenRefused('invitation.closed');
    toMinisterial(opened('2003'), closed('2004-05'))
      .when(decide({ late: false }))
      .thenRefused('invitation.closed');
    toMinisterial(opened('2003'), closed('2004-05'))
      .when(decide({ reason: 'Late' }))
      .thenRefused('invitation.closed');
  });

  it('is accepted after the closing as late, with a reason', () => {
    const late = { decision: 'participant', late: true };
    toMinisterial(opened('2003'), closed('2004-05'))
      .when(decide({ late: true }))
      .thenRefused('invitation.late-unexplained');
    toMinisterial(opened('2003'), closed('2004-05'))
      .when(decide({ late: true, reason: 'The elections were awaited' }))
      .then({ type: 'InvitationDecided', data: late });
  });

  it.each(['2004-06-01', '2004-06', '2004', '2005'])('is not late when closed in %s, for 1 June 2004', (occurredOn) => {
    toMinisterial(opened('2003'), closed(occurredOn)).when(decide()).then(toParticipate);
    toMinisterial(opened('2003'), closed(occurredOn))
      .when(decide({ late: true }))
      .then({ type: 'InvitationDecided', data: { decision: 'participant', late: true } });
  });

  it('is not late once the invitations were opened again', () => {
    toMinisterial(opened('2003'), closed('2004-03'), opened('2004-05')).when(decide()).then(toParticipate);
    toMinisterial(opened('2004-05'), closed('2004-03')).when(decide()).then(toParticipate);
    toMinisterial(opened('2003'), closed('2004-03'), opened('2004-07')).when(decide()).thenRefused('invitation.closed');
  });

  it('considers inputs that were submitted, or none, or nobody knows which', () => {
    const considering = (...inputsConsidered: string[]) => decide({ inputsConsidered });
    const withInputs = (...inputsConsidered: string[]) => ({
      type: 'InvitationDecided',
      data: { decision: 'participant', inputsConsidered },
    });
    given(submitted({ inputId: INPUT }))
      .when(considering(INPUT))
      .then(withInputs(INPUT));
    given(submitted())
      .when(considering(eventId(0)))
      .then(withInputs(eventId(0)));
    given(submitted({ inputId: INPUT }))
      .when(considering(INPUT, OTHER_INPUT))
      .thenRefused('input.unknown');
    given(submitted({ inputId: INPUT }))
      .when(considering(eventId(0)))
      .thenRefused('input.unknown');
    given().when(considering()).then(withInputs());
    given().when(decide()).then(toParticipate);
  });

  it('is refused by no other decision that stands, whatever it was', () => {
    for (const decision of ['deferred', 'not-invited', 'participant'])
      given(decided({ decision }))
        .when(decide({ occurredOn: '2004-05-31' }))
        .then(toParticipate);
  });

  it('said twice is said once, and any other field is news', () => {
    const again = { decidedBy: 'Convening Group', occurredOn: '2004-05' };
    const said = decided({ decidedBy: 'Convening Group' });
    given(said).when(decide(again)).thenNothing();
    for (const news of [
      { rationale: 'Elections' },
      { occurredOn: '2004' },
      { decision: 'observer' },
      { inputsConsidered: [] },
    ])
      given(said)
        .when(decide({ ...again, ...news }))
        .then({ type: 'InvitationDecided', data: expect.anything() as object });
  });
});

describe('revising a decision', () => {
  const uninvited = { type: 'InvitationRevised', data: { decision: 'not-invited' } };

  it('needs a decision that it does not certainly precede', () => {
    given().when(revise()).thenRefused('invitation.undecided');
    given(decided({}, '2004-07')).when(revise()).thenRefused('invitation.undecided');
    for (const occurredOn of ['2004-05', '2004-06-01', '2004-06', '2004'])
      given(decided({}, occurredOn)).when(revise()).then(uninvited);
  });

  it('may follow another revision, and a deferral', () => {
    given(decided(), revised('observer', '2004-05-20')).when(revise()).then(uninvited);
    given(decided({ decision: 'deferred' }))
      .when(revise())
      .then(uninvited);
  });

  it('may come after the closing: it has a reason of its own', () => {
    scenario(decided())
      .seeing({ ministerial: seenOf(announced, opened('2003'), closed('2004-05')) })
      .when(revise())
      .then(uninvited);
  });

  it('said twice is said once, and is news again once another decision stands', () => {
    const said = revised('not-invited', '2004-06-01');
    given(decided(), said).when(revise()).thenNothing();
    given(decided(), said, decided({}, '2004-06-01')).when(revise()).then(uninvited);
    given(decided(), said, revised('observer', '2005')).when(revise()).thenNothing();
  });
});

describe("an invitation's history", () => {
  it('folds from any part', () => {
    const state = stateAfter(invitationAggregate, [revised('observer', '2004'), submitted()]);
    expect(state).toHaveProperty('inputs');
    given(revised('observer', '2004'))
      .when(revise({ decision: 'participant' }))
      .then({
        type: 'InvitationRevised',
        data: { decision: 'participant' },
      });
  });
});

describe('an invitation in words', () => {
  const codec = new Codec([invitationAggregate.events]);
  const sentence = (event: string, data: object) =>
    codec.sentence(`invitation.${event}.v1`, data, {
      entry: announced.entry,
      id: `${MINISTERIAL}-VEN`,
      title: '',
      titleOf: (stream) => (stream === `ministerial-${MINISTERIAL}` ? 'Bamako 2007' : stream),
    });

  it('names the country, the ministerial and what was said', () => {
    expect(sentence('CountryConsidered', {})).toBe('Venezuela was considered for the ministerial “Bamako 2007”.');
    expect(sentence('AdviceRecorded', { by: 'The committee', recommendation: 'withheld', rationale: 'Scrutiny' })).toBe(
      'The committee withheld advice on inviting Venezuela to the ministerial “Bamako 2007”: Scrutiny.',
    );
    expect(sentence('InvitationDecided', { decision: 'observer', decidedBy: 'Convening Group', late: true })).toBe(
      'Venezuela was invited to the ministerial “Bamako 2007” as an observer (Convening Group), after the invitations had closed.',
    );
    expect(sentence('InvitationRevised', { decision: 'deferred' })).toBe(
      'The decision on inviting Venezuela to the ministerial “Bamako 2007” was deferred; this revised an earlier decision.',
    );
  });
});
