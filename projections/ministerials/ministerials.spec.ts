import { ministerialEvents } from '../../src/community-of-democracies/ministerial/ministerial.events.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, positionOf, readModel, type Given } from '../../test/support/projected.js';
import { ministerials } from './ministerials.projection.js';
import { ministerialsRoutes } from './ministerials.routes.js';

const given = readModel({ projection: ministerials, routes: ministerialsRoutes, events: [ministerialEvents] });
const BAMAKO = '30000000-0000-4000-8000-000000000004';
const bamako = eventsOf(`ministerial-${BAMAKO}`);
const path = `ministerials/${BAMAKO}`;

const place = { edition: 4, hostCountry: 'MLI', city: 'Bamako' };
const announced = bamako('MinisterialAnnounced', { ...place, startsOn: '2007', endsOn: '2007' }, '2005-04-30');
const rescheduled = (startsOn: string, endsOn: string, occurredOn: string) =>
  bamako('MinisterialRescheduled', { startsOn, endsOn }, { occurredOn, reason: 'The host named the days' });
const opened = (occurredOn: string, criteriaVersion?: number) =>
  bamako('InvitationsOpened', criteriaVersion === undefined ? {} : { criteriaVersion }, occurredOn);
const closed = (occurredOn: string) => bamako('InvitationsClosed', {}, occurredOn);
const held = bamako('MinisterialHeld', { declaration: 'A consensus', url: 'https://example.org/c' }, '2007-11-17');

describe('A ministerial', () => {
  it('is shown as announced', async () => {
    expect(await given(announced).get(path)).toEqual({
      id: BAMAKO,
      revision: 0,
      campaignId: CAMPAIGN,
      arena: 'community-of-democracies',
      ...place,
      executiveSecretariat: null,
      announcedOn: '2005-04-30',
      startsOn: '2007',
      endsOn: '2007',
      earlierDates: [],
      status: 'announced',
      criteriaVersion: null,
      openedOn: null,
      closedOn: null,
      heldOn: null,
      declaration: null,
      url: null,
      contested: false,
      position: positionOf(0),
      asOf: '2026-11-25T10:00:00.000Z',
    });
  });

  it('is to be on the days last set, and shows those before in the order of history', async () => {
    const first = rescheduled('2007-11-07', '2007-11-10', '2006-02');
    const second = rescheduled('2007-11-14', '2007-11-17', '2007');
    expect(await given(announced, second, first).get(path)).toMatchObject({
      startsOn: '2007-11-14',
      endsOn: '2007-11-17',
      earlierDates: [
        { startsOn: '2007', endsOn: '2007', occurredOn: '2005-04-30', reason: null },
        { startsOn: '2007-11-07', endsOn: '2007-11-10', occurredOn: '2006-02', reason: 'The host named the days' },
      ],
    });
  });

  it('is to be on days that were set before it was announced, where that is told of afterwards', async () => {
    expect(await given(announced, rescheduled('2007-11-14', '2007-11-17', '2005-03')).get(path)).toMatchObject({
      startsOn: '2007-11-14',
      earlierDates: [{ startsOn: '2007' }],
    });
  });

  it('has no earlier dates where none were announced', async () => {
    const dateless = bamako('MinisterialAnnounced', place, '2005');
    const set = rescheduled('2007-11-14', '2007-11-17', '2007');
    expect(await given(dateless).get(path)).toMatchObject({ startsOn: null, endsOn: null });
    expect(await given(dateless, set).get(path)).toMatchObject({ startsOn: '2007-11-14', earlierDates: [] });
  });

  it('is contested where sources disagree on the days that were set', async () => {
    const on = (title: string, told: Given): Given => ({
      ...told,
      entry: { ...told.entry, sources: [{ kind: 'media', title }] },
    });
    const first = on('The host', rescheduled('2007-11-07', '2007-11-10', '2007-02'));
    const second = on('The press', rescheduled('2007-11-14', '2007-11-17', '2007'));
    const disputed = given(on('An invitation', announced), first, second);
    expect(await disputed.items('ministerials', { contested: 'true' })).toHaveLength(1);
    const answer = await disputed.get(path);
    expect(answer).toMatchObject({ startsOn: '2007-11-14', contested: true });
    const sourced = (title: string) => ({ sources: [{ kind: 'media', title }] });
    expect(answer['rivals']).toEqual([
      {
        startsOn: '2007-11-14',
        endsOn: '2007-11-17',
        occurredOn: '2007',
        ...sourced('The press'),
        eventId: eventId(2),
      },
      {
        startsOn: '2007-11-07',
        endsOn: '2007-11-10',
        occurredOn: '2007-02',
        ...sourced('The host'),
        eventId: eventId(1),
      },
    ]);
    expect(await given(on('An invitation', announced), first).get(path)).toMatchObject({ contested: false });
  });

  it('has its invitations open under a version of the criteria', async () => {
    expect(await given(announced, opened('2006-11', 2)).get(path)).toMatchObject({
      status: 'invitations-open',
      criteriaVersion: 2,
      openedOn: '2006-11',
      closedOn: null,
    });
  });

  it('keeps the opening when the invitations close', async () => {
    expect(await given(announced, opened('2006-11', 2), closed('2007-10')).get(path)).toMatchObject({
      status: 'invitations-closed',
      criteriaVersion: 2,
      openedOn: '2006-11',
      closedOn: '2007-10',
    });
  });

  it('stands closed where its opening is told of only afterwards', async () => {
    expect(await given(announced, closed('2007-10'), opened('2006-11')).get(path)).toMatchObject({
      status: 'invitations-closed',
      openedOn: '2006-11',
      closedOn: '2007-10',
    });
  });

  it('is open again, and so not closed, once its invitations were opened again', async () => {
    expect(await given(announced, opened('2006', 1), closed('2007-03'), opened('2007-05', 2)).get(path)).toMatchObject({
      status: 'invitations-open',
      criteriaVersion: 2,
      openedOn: '2007-05',
      closedOn: null,
    });
  });

  it('was held, with its declaration, whatever is told of its invitations afterwards', async () => {
    expect(await given(announced, held, closed('2008')).get(path)).toMatchObject({
      status: 'held',
      heldOn: '2007-11-17',
      declaration: 'A consensus',
      url: 'https://example.org/c',
      revision: 2,
    });
  });

  it('is unknown where none was announced', async () => {
    await expect(given(announced).get('ministerials/other')).rejects.toMatchObject({ code: 'ministerial.unknown' });
  });
});

describe('The list of ministerials', () => {
  const SEOUL = '30000000-0000-4000-8000-000000000002';
  const seoul = eventsOf(`ministerial-${SEOUL}`)('MinisterialAnnounced', {
    edition: 2,
    hostCountry: 'KOR',
    city: 'Seoul',
  });
  const ofAnother = { ...seoul, metadata: { campaignId: 'another' } };
  const editions = async (query: Record<string, string | string[]>) =>
    (await given(announced, ofAnother, held).items('ministerials', query)).map(({ edition }) => edition);

  it('is narrowed by campaign, host, arena and status', async () => {
    expect(await editions({})).toEqual([4, 2]);
    expect(await editions({ campaignId: 'another' })).toEqual([2]);
    expect(await editions({ country: 'MLI' })).toEqual([4]);
    expect(await editions({ country: ['MLI', 'KOR'] })).toEqual([4, 2]);
    expect(await editions({ status: 'announced' })).toEqual([2]);
    expect(await editions({ arena: 'community-of-democracies' })).toEqual([4, 2]);
    expect(await editions({ arena: 'imf' })).toEqual([]);
    expect(await editions({ contested: 'false' })).toEqual([4, 2]);
    expect(await editions({ contested: 'true' })).toEqual([]);
  });
});
