import { aggregates } from '../../src/aggregates.js';
import { accessEvents } from '../../src/access/access.events.js';
import { proposalEvents } from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { eventId } from '../../test/support/given.js';
import { CAMPAIGN, eventsOf, readModel } from '../../test/support/projected.js';
import { auditLog } from './audit-log.projection.js';
import { auditLogRoutes, OF_THE_SYSTEM } from './audit-log.routes.js';

const given = readModel({ projection: auditLog, routes: auditLogRoutes, events: [proposalEvents, accessEvents] });
const proposal = eventsOf('proposal-a');
const record = { kind: 'official-record', title: 'Record' };
const endorsed = (occurredOn: string, recordedAt: string, more: object = {}) => ({
  ...proposal('StateEndorsed', { country: 'CHL', version: 1 }, { occurredOn, ...more }),
  metadata: { recordedAt },
});

describe('The audit log', () => {
  it('shows every event as recorded, whether it belongs to a campaign or not', async () => {
    const tokenId = '90000000-0000-4000-8000-000000000001';
    const issued = eventsOf('access-lead-2')('ApiTokenIssued', { tokenId, sha256: 'e'.repeat(64), scope: 'write' });
    const items = await given(issued, endorsed('2004', '2026-11-25T10:00:00.000Z')).items('audit/log');
    expect(items).toMatchObject([
      {
        id: eventId(0),
        type: 'access.ApiTokenIssued.v1',
        campaignId: null,
        sentence: 'A token to write was made for lead-2.',
        data: { tokenId, scope: 'write' },
      },
      { id: eventId(1), type: 'proposal.StateEndorsed.v1', campaignId: CAMPAIGN, occurredOn: '2004' },
    ]);
  });
});

describe('What the system tells of itself', () => {
  it('is what nobody can send, so that nobody can give a source for it', () => {
    const unsent = aggregates.filter(({ commands }) => Object.keys(commands).length === 0);
    expect(OF_THE_SYSTEM).toEqual(unsent.map(({ decider }) => decider.category).toSorted());
  });
});

describe('The audit log, asked for some events', () => {
  const story = [
    endorsed('2004-09-22', '2004-09-22T08:00:00.000Z', { sources: [record] }),
    endorsed('2004-09', '2004-10-10T12:00:00.000Z'),
    endorsed('2004', '2005-01-31T23:30:00.000Z', { sources: [] }),
    {
      ...eventsOf('access-lead-2')('ApiTokenRevoked', { tokenId: eventId(9) }, '2005-02-01'),
      metadata: { recordedAt: '2005-02-01T00:00:00.000Z', actorId: 'bootstrap' },
    },
  ];
  const shown = async (query: Record<string, string | string[]>) =>
    (await given(...story).items('audit/log', query)).map(({ id }) => [0, 1, 2, 3].find((at) => eventId(at) === id));

  it.each([
    [{}, [0, 1, 2, 3]],
    [{ sourced: 'true' }, [0]],
    [{ sourced: 'false' }, [1, 2]],
    [{ sourced: ['true', 'false'] }, [0, 1, 2]],
    [{ lateBy: '0' }, [0, 1, 2, 3]],
    [{ lateBy: '1' }, [1, 2]],
    [{ lateBy: '10' }, [1, 2]],
    [{ lateBy: '11' }, [2]],
    [{ lateBy: '31' }, [2]],
    [{ lateBy: '32' }, []],
    [{ from: '2004-10-10T12:00:00Z' }, [1, 2, 3]],
    [{ from: '2004-10-10T12:00:00.001Z' }, [2, 3]],
    [{ from: '2004-10-10T14:00:00+02:00' }, [1, 2, 3]],
    [{ from: '2005-02-01' }, [3]],
    [{ to: '2004-10-10T12:00:00Z' }, [0, 1]],
    [{ to: '2004-10-10T11:59Z' }, [0]],
    [{ to: '2005-01-31' }, [0, 1, 2]],
    [{ from: '2004-10-01', to: '2004-10-31' }, [1]],
    [{ actor: 'bootstrap' }, [3]],
    [{ actor: ['bootstrap', 'lead-1'] }, [0, 1, 2, 3]],
    [{ type: 'ApiTokenRevoked' }, [3]],
    [{ type: 'proposal.StateEndorsed.v1' }, [0, 1, 2]],
    [{ campaignId: CAMPAIGN }, [0, 1, 2]],
    [{ stream: 'access-lead-2' }, [3]],
    [{ country: 'CHL', sourced: 'true' }, [0]],
  ])('by %j, shows those numbered %j', async (query, expected) => {
    expect(await shown(query as Record<string, string>)).toEqual(expected);
  });

  it.each([
    ['from', 'yesterday'],
    ['from', '2004-10-10T12:00:00'],
    ['from', '2004-13-01'],
    ['to', '2004-10-10T25:00:00Z'],
    ['lateBy', '-1'],
    ['lateBy', 'a week'],
    ['sourced', 'yes'],
    ['type', "x' OR 1"],
    ['visibility', 'secret'],
  ])('refuses %s=%s', async (field, value) => {
    await expect(given(...story).get('audit/log', { [field]: value })).rejects.toMatchObject({ errors: [{ field }] });
  });
});
