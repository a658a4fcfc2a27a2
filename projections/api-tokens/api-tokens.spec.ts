import { accessEvents } from '../../src/access/access.events.js';
import { eventsOf, readModel } from '../../test/support/projected.js';
import { apiTokens } from './api-tokens.projection.js';

const given = readModel({ projection: apiTokens, events: [accessEvents] });
const FIRST = '90000000-0000-4000-8000-000000000001';
const SECOND = '90000000-0000-4000-8000-000000000002';
const lead = eventsOf('access-lead-2');

const issued = (tokenId: string, more: object = {}) =>
  lead('ApiTokenIssued', { tokenId, sha256: 'e'.repeat(64), scope: 'write', ...more });
const revoked = (tokenId: string) => lead('ApiTokenRevoked', { tokenId });

describe('An API token', () => {
  it('is its user’s, from when it was made', async () => {
    expect(await given(issued(FIRST)).rows('token')).toEqual([
      {
        stream: 'access-lead-2',
        campaignId: null,
        visibility: 'members',
        tokenId: FIRST,
        userId: 'lead-2',
        sha256: 'e'.repeat(64),
        scope: 'write',
        issuedAt: '2026-11-25T10:00:00.000Z',
        expires: null,
        revoked: false,
      },
    ]);
  });

  it('may expire', async () => {
    const expires = '2030-01-01T00:00:00.000Z';
    expect(await given(issued(FIRST, { expires, scope: 'read' })).rows('token')).toMatchObject([
      { expires, scope: 'read' },
    ]);
  });

  it('is revoked alone, and stays known', async () => {
    expect(await given(issued(FIRST), issued(SECOND), revoked(FIRST)).rows('token')).toMatchObject([
      { tokenId: FIRST, revoked: true },
      { tokenId: SECOND, revoked: false },
    ]);
  });

  it('lets nobody in that is only known to be revoked', async () => {
    expect(await given(revoked(FIRST)).rows('token')).toEqual([]);
  });
});
