import 'reflect-metadata';
import { command, scenarios, stateAfter, told } from '../../../test/support/given.js';
import { ministerialAggregate } from './ministerial.aggregate.js';
import { ministerial as decider } from './ministerial.js';

const CAMPAIGN = '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10';
const given = scenarios(ministerialAggregate, 'ministerial-1', CAMPAIGN);

const content = { edition: 4, hostCountry: 'MLI', city: 'Bamako', startsOn: '2007-11-14', endsOn: '2007-11-17' };
const announced = told('MinisterialAnnounced', content);
const rescheduled = (data: object, occurredOn: string) =>
  told('MinisterialRescheduled', data, { occurredOn, reason: 'The hall' });
const opened = (occurredOn: string, data = {}) => told('InvitationsOpened', data, { occurredOn });
const closed = (occurredOn: string) => told('InvitationsClosed', {}, { occurredOn });

const announce = (body: object = {}) => command('AnnounceMinisterial', { campaignId: CAMPAIGN, ...content, ...body });
const reschedule = (body: object = {}) =>
  command('RescheduleMinisterial', { startsOn: '2007-12-01', endsOn: '2007-12-03', reason: 'The hall', ...body });
const open = (body: object = {}) => command('OpenInvitations', { occurredOn: '2006-11', ...body });
const close = (body: object = {}) => command('CloseInvitations', { occurredOn: '2007-10', ...body });

describe('announcing a ministerial', () => {
  it('begins it, in a campaign that exists', () => {
    given().seeing({ campaign: true }).when(announce()).then({ type: 'MinisterialAnnounced', data: content });
  });

  it('is refused in a campaign that does not', () => {
    given().seeing({ campaign: false }).when(announce()).thenRefused('campaign.unknown');
  });

  it('needs no more than the edition and the place', () => {
    const { edition, hostCountry, city } = content;
    const least = { edition, hostCountry, city };
    given()
      .seeing({ campaign: true })
      .when(command('AnnounceMinisterial', { campaignId: CAMPAIGN, ...least }))
      .then({ type: 'MinisterialAnnounced', data: least });
  });
});

describe("a ministerial's dates", () => {
  const endsBeforeItStarts = expect.objectContaining({
    errors: [{ field: 'endsOn', message: 'must not come before startsOn' }],
  }) as Error;

  it.each([announce, reschedule])('never end before they start', (say) => {
    expect(() => {
      given(announced)
        .when(say({ startsOn: '2007-11-17', endsOn: '2007-11-14' }))
        .thenNothing();
    }).toThrow(endsBeforeItStarts);
    expect(() => {
      given(announced)
        .when(say({ startsOn: '2007-11', endsOn: '2007-10' }))
        .thenNothing();
    }).toThrow(endsBeforeItStarts);
  });

  it.each([
    { startsOn: '2007-11-14', endsOn: '2007-11-14' },
    { startsOn: '2007-11-14', endsOn: '2007-11' },
    { startsOn: '2007-11', endsOn: '2007' },
  ])('may be known as roughly as $startsOn to $endsOn', (dates) => {
    given(announced).when(reschedule(dates)).then({ type: 'MinisterialRescheduled', data: dates });
  });

  it.each([{ endsOn: 'soon' }, { endsOn: 20071114 }, { startsOn: [], endsOn: '2007' }])(
    'are dates, or named as what is wrong: %j',
    (dates) => {
      const field = 'startsOn' in dates ? 'startsOn' : 'endsOn';
      expect(() => {
        given(announced).when(reschedule(dates)).thenNothing();
      }).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ field })] }) as Error);
    },
  );

  it('are rescheduled, and back again, but not to the same twice', () => {
    const moved = { startsOn: '2007-12-01', endsOn: '2007-12-03' };
    const news = { type: 'MinisterialRescheduled', data: moved };
    given(announced).when(reschedule()).then(news);
    given(announced, rescheduled(moved, '2004-06-01')).when(reschedule()).thenNothing();
    given(announced, rescheduled(moved, '2004-06-01'))
      .when(reschedule({ reason: 'The season' }))
      .then(news);
    given(announced, rescheduled(moved, '2004-06-01'), rescheduled({ startsOn: '2007', endsOn: '2007' }, '2004-06-01'))
      .when(reschedule())
      .then(news);
  });
});

describe('opening the invitations', () => {
  const underFirst = open({ criteriaVersion: 1 });
  const inForceFrom = (adoptedOn: string) => ({ criteria: new Map([[1, adoptedOn]]) });

  it('needs no criteria: Warsaw had none', () => {
    given(announced)
      .when(open({ occurredOn: '2000' }))
      .then({ type: 'InvitationsOpened', data: {} });
  });

  it('names criteria that there are', () => {
    given(announced).seeing({ criteria: new Map() }).when(underFirst).thenRefused('criteria.unknown');
    given(announced)
      .seeing(inForceFrom('2002-09-27'))
      .when(open({ criteriaVersion: 2 }))
      .thenRefused('criteria.version-unknown');
    given(announced)
      .seeing(inForceFrom('2002-09-27'))
      .when(underFirst)
      .then({ type: 'InvitationsOpened', data: { criteriaVersion: 1 } });
  });

  it('names no criteria that were certainly adopted only later', () => {
    given(announced).seeing(inForceFrom('2006-12-01')).when(underFirst).thenRefused('criteria.not-yet-adopted');
    given(announced).seeing(inForceFrom('2007')).when(underFirst).thenRefused('criteria.not-yet-adopted');
  });

  it.each(['2006-11-30', '2006-11', '2006'])(
    'may name criteria adopted in %s, when opened in November 2006',
    (date) => {
      given(announced)
        .seeing(inForceFrom(date))
        .when(underFirst)
        .then({ type: 'InvitationsOpened', data: { criteriaVersion: 1 } });
    },
  );

  it('sees each version of the criteria, and when it was adopted', () => {
    const asked = (data: object) =>
      ({ type: 'OpenInvitations', data, entry: announced.entry, actorId: 'lead-1' }) as never;
    expect(decider.others?.('ministerial-1', asked({}))).toEqual({});
    const needs = decider.others?.('ministerial-1', asked({ criteriaVersion: 1 }));
    expect(needs?.criteria?.stream).toBe('criteria-community-of-democracies');
    const happened = (type: string, version: number, occurredOn: string) => ({
      ...told(type, { criteria: [], version }, { occurredOn }),
      id: 'event',
      revision: 0n,
    });
    const fold = needs?.criteria?.fold;
    const one = fold?.evolve(fold.initial(), happened('CriteriaAdopted', 1, '2002-09-27')) ?? new Map<number, string>();
    expect(fold?.evolve(one, happened('CriteriaRevised', 2, '2006'))).toEqual(
      new Map([
        [1, '2002-09-27'],
        [2, '2006'],
      ]),
    );
  });
});

describe('opening and closing', () => {
  it('may come more than once, in any order', () => {
    const openedAgain = { type: 'InvitationsOpened', data: {} };
    given(announced, opened('2006-11'))
      .when(open({ occurredOn: '2007-01' }))
      .then(openedAgain);
    given(announced, opened('2006-11'), closed('2007'))
      .when(open({ occurredOn: '2007-01' }))
      .then(openedAgain);
    given(announced).when(close()).then({ type: 'InvitationsClosed', data: {} });
  });

  it('said twice is said once', () => {
    given(announced, opened('2006-11')).when(open()).thenNothing();
    given(announced, opened('2006-11'), closed('2007-10')).when(close()).thenNothing();
    given(announced, opened('2006-11'), closed('2007-10')).when(open()).thenNothing();
  });
});

describe('holding a ministerial', () => {
  const hold = (body: object = {}) => command('HoldMinisterial', { occurredOn: '2007-11-17', ...body });

  it('may be recorded with its declaration, also where nothing else is known', () => {
    given(announced).when(hold()).then({ type: 'MinisterialHeld', data: {} });
    const declaration = { declaration: 'The Bamako consensus', url: 'https://example.org/consensus' };
    given(announced).when(hold(declaration)).then({ type: 'MinisterialHeld', data: declaration });
  });

  it('said twice is said once, and the declaration found later is news', () => {
    const held = told('MinisterialHeld', {}, { occurredOn: '2007-11-17' });
    given(announced, held).when(hold()).thenNothing();
    given(announced, held)
      .when(hold({ declaration: 'The Bamako consensus' }))
      .then({ type: 'MinisterialHeld', data: { declaration: 'The Bamako consensus' } });
  });
});

describe("a ministerial's history", () => {
  it('folds from any part, and belongs to the campaign that it was announced in', () => {
    expect(stateAfter(ministerialAggregate, [closed('2007')], CAMPAIGN)).not.toHaveProperty('campaignId');
    expect(stateAfter(ministerialAggregate, [announced], CAMPAIGN)).toHaveProperty('campaignId', CAMPAIGN);
  });
});
