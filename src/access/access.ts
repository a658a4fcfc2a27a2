import type { Aggregate, Asked, Decider } from '../event-sourcing/decider.js';
import { recordOnce } from '../event-sourcing/decider.js';
import type { Told } from '../event-sourcing/event.js';
import { Refusal } from '../event-sourcing/refusal.js';
import { accessEvents, type AccessEvent, type ApiTokenIssued, type ApiTokenRevoked } from './access.events.js';

/** A user's tokens: which there are, and which of them were revoked. */
export interface Access {
  readonly issued: Set<string>;
  readonly revoked: Set<string>;
}

export interface AccessCommands {
  IssueApiToken: ApiTokenIssued['data'];
  RevokeApiToken: ApiTokenRevoked['data'];
}

const access: Decider<Access, AccessCommands, AccessEvent> = {
  category: 'access',
  creates: 'any',
  initial: () => ({ issued: new Set(), revoked: new Set() }),
  evolve(state, { type, data }) {
    (type === 'ApiTokenIssued' ? state.issued : state.revoked).add(data.tokenId);
    return state;
  },
  campaignOf: () => undefined,
  decide(command, state, others) {
    const told = tell(command);
    const isSaid = told.type === 'ApiTokenRevoked' && state.revoked.has(told.data.tokenId);
    return recordOnce(told, isSaid, access.violation(state, told, others));
  },
  violation({ issued }, { type, data }) {
    const isKnown = issued.has(data.tokenId);
    if (type === 'ApiTokenIssued')
      return isKnown ? new Refusal('token.exists', 'There is such a token already.') : undefined;
    return isKnown ? undefined : new Refusal('token.unknown', 'The user has no such token.');
  },
};

function tell({ type, data, entry }: Asked<AccessCommands>): Told<AccessEvent> {
  return type === 'IssueApiToken' ? { type: 'ApiTokenIssued', data, entry } : { type: 'ApiTokenRevoked', data, entry };
}

/** Who may get in. Asked for by the command line alone, so no command of it has a route. */
export const accessAggregate: Aggregate = {
  decider: access,
  events: accessEvents,
  commands: {},
  key: { path: 'access/:userId', kind: 'natural', idOf: ([userId]) => userId },
};
