import { accessAggregate } from './access/access.js';
import { auditAggregate } from './audit/audit.js';
import { campaignAggregate } from './campaigns/campaign/campaign.aggregate.js';
import { invitationAggregate } from './community-of-democracies/invitation/invitation.aggregate.js';
import { ministerialAggregate } from './community-of-democracies/ministerial/ministerial.aggregate.js';
import { withAmendments } from './event-sourcing/amendment-types.js';
import { Codec, type EventTypes } from './event-sourcing/codec.js';
import type { Aggregate } from './event-sourcing/decider.js';
import { consultationAggregate } from './imf/consultation/consultation.aggregate.js';
import { importAggregate } from './import/import.js';
import { criteriaAggregate } from './un-democracy-caucus/criteria/criteria.aggregate.js';
import { proposalAggregate } from './un-democracy-caucus/proposal/proposal.aggregate.js';

/** Every aggregate there is: routes, CommandBus, import, OpenAPI and the codec follow from this list. */
export const aggregates: readonly Aggregate[] = [
  campaignAggregate,
  proposalAggregate,
  criteriaAggregate,
  consultationAggregate,
  ministerialAggregate,
  invitationAggregate,
  accessAggregate,
  importAggregate,
  auditAggregate,
];

/** The events of each aggregate. Those that a person tells can be amended. */
export const eventTypesOfAll: readonly EventTypes[] = aggregates.map(({ events, commands }) =>
  Object.keys(commands).length > 0 ? withAmendments(events) : events,
);

export function createCodec(): Codec {
  return new Codec(eventTypesOfAll);
}
