import type { AccessEvent } from '../../src/access/access.events.js';
import { idOf } from '../../src/event-sourcing/event.js';
import { rowOf, type Projection, type RowOfStream } from '../projection.js';

export interface ApiTokenRow extends RowOfStream {
  tokenId: string;
  userId: string;
  sha256: string;
  scope: string;
  issuedAt: string;
  expires: string | null;
  revoked: boolean;
}

interface Rows {
  token: ApiTokenRow;
}

/** Every token that was made: what the server lets in. Has no route. */
export const apiTokens: Projection<Rows, AccessEvent> = {
  name: 'api-tokens',
  version: 1,
  categories: ['access'],
  tables: {
    token: {
      columns: {
        stream: 'text',
        campaignId: 'text',
        visibility: 'text',
        tokenId: 'text',
        userId: 'text',
        sha256: 'text',
        scope: 'text',
        issuedAt: 'text',
        expires: 'text',
        revoked: 'boolean',
      },
      key: ['tokenId'],
    },
  },

  fold(rows, event) {
    if (event.type === 'ApiTokenIssued') {
      const { expires = null, ...token } = event.data;
      const userId = idOf(event.stream);
      const issuedAt = event.metadata.recordedAt;
      rows.put('token', { ...rowOf(event), ...token, userId, issuedAt, expires, revoked: false });
      return;
    }
    const token = rows.get('token', event.data.tokenId);
    if (token) rows.put('token', { ...token, revoked: true });
  },
};
