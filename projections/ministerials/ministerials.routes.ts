import { Type } from '@sinclair/typebox';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { contested, contestSchema } from '../contests/contest-schema.js';
import { objects } from '../reading/objects.js';
import { is, isOneOf } from '../reading/parameters.js';
import type { ReadRoute } from '../reading/read-route.js';
import { listed, nullable, oneOf, text } from '../reading/schemas.js';
import {
  contestOver,
  datesInForce,
  earlierDates,
  holding,
  MINISTERIAL_STATUSES,
  ministerials,
  openingAndClosing,
  type MinisterialRow,
} from './ministerials.projection.js';

const datesSaid = { startsOn: nullable(text()), endsOn: nullable(text()) };

const schema = Type.Object({
  campaignId: text(),
  arena: oneOf(ARENAS),
  edition: Type.Integer(),
  hostCountry: text(),
  city: text(),
  executiveSecretariat: nullable(text()),
  announcedOn: text(),
  startsOn: nullable(text('as it stands')),
  endsOn: nullable(text('as it stands')),
  earlierDates: listed(Type.Object({ ...datesSaid, occurredOn: text('when they were set'), reason: nullable(text()) })),
  status: oneOf(MINISTERIAL_STATUSES),
  criteriaVersion: nullable(Type.Integer({ description: 'that the invitations were opened under' })),
  openedOn: nullable(text('when the invitations were opened')),
  closedOn: nullable(text('when they were closed; null where they were opened again')),
  heldOn: nullable(text()),
  declaration: nullable(text()),
  url: nullable(text()),
  ...contestSchema(datesSaid),
});

export const ministerialsRoutes: readonly ReadRoute[] = objects<MinisterialRow>({
  path: 'ministerials',
  category: 'ministerial',
  projection: ministerials,
  of: 'ministerials, each with its host, dates and invitations',
  table: 'ministerial',
  schema,
  filters: {
    campaignId: is('campaignId'),
    country: is('hostCountry'),
    arena: isOneOf('arena', ARENAS),
    status: isOneOf('status', MINISTERIAL_STATUSES),
    contested: { ...contested, description: 'whether sources disagree on the dates' },
  },
  items: (rows) => rows.map(ministerialItem),
});

function ministerialItem(row: MinisterialRow): object {
  const dates = datesInForce(row);
  const { opening, closing } = openingAndClosing(row);
  const held = holding(row);
  return {
    campaignId: row.campaignId,
    arena: row.arena,
    edition: row.edition,
    hostCountry: row.hostCountry,
    city: row.city,
    executiveSecretariat: row.executiveSecretariat,
    announcedOn: row.announcedOn,
    startsOn: dates?.startsOn ?? null,
    endsOn: dates?.endsOn ?? null,
    earlierDates: earlierDates(row).map(({ startsOn, endsOn, since, reason }) => ({
      startsOn,
      endsOn,
      occurredOn: since,
      reason,
    })),
    status: row.status,
    criteriaVersion: opening?.criteriaVersion ?? null,
    openedOn: opening?.occurredOn ?? null,
    closedOn: closing?.occurredOn ?? null,
    heldOn: held?.occurredOn ?? null,
    declaration: held?.declaration ?? null,
    url: held?.url ?? null,
    ...contestOver(row),
  };
}
