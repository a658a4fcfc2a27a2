import { eventTypes } from '../event-sourcing/codec.js';
import type { DomainEvent } from '../event-sourcing/event.js';

export const SCOPES = ['write', 'read', 'metrics'] as const;
/** What a token may do: write and read, only read, or only ask for metrics. */
export type Scope = (typeof SCOPES)[number];

export type ApiTokenIssued = DomainEvent<
  'ApiTokenIssued',
  {
    readonly tokenId: string;
    /** SHA-256 of the token, hex: the token itself is shown once and kept nowhere. */
    readonly sha256: string;
    readonly scope: Scope;
    /** Instant (UTC) from which it is no longer valid. */
    readonly expires?: string;
  }
>;
export type ApiTokenRevoked = DomainEvent<'ApiTokenRevoked', { readonly tokenId: string }>;

export type AccessEvent = ApiTokenIssued | ApiTokenRevoked;

export const accessEvents = eventTypes<AccessEvent>(
  'access',
  {
    ApiTokenIssued: {
      version: 1,
      sentence: ({ scope }, { id }) => `A token to ${scope === 'metrics' ? 'read metrics' : scope} was made for ${id}.`,
    },
    ApiTokenRevoked: { version: 1, sentence: (_, { id }) => `A token of ${id} was revoked.` },
  },
  { titleOf: (userId) => userId },
);
