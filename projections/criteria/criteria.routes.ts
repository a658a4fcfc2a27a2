import { Type } from '@sinclair/typebox';
import { CRITERIA_BODIES } from '../../src/un-democracy-caucus/criteria/criteria.events.js';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { objects } from '../reading/objects.js';
import { is, isOneOf, type Filter } from '../reading/parameters.js';
import type { ReadRoute } from '../reading/read-route.js';
import { listed, nullable, oneOf, text } from '../reading/schemas.js';
import { criteria, versionInForce, type CriteriaRow } from './criteria.projection.js';

const criteriaSchema = listed(Type.Object({ code: text(), text: text() }));

const schema = Type.Object({
  campaignId: nullable(text()),
  arena: oneOf(CRITERIA_BODIES),
  body: oneOf(CRITERIA_BODIES),
  version: Type.Integer({ description: 'in force' }),
  criteria: criteriaSchema,
  versions: listed(
    Type.Object({ version: Type.Integer(), criteria: criteriaSchema, occurredOn: text(), reason: nullable(text()) }),
  ),
});

/** Every list can be asked for a country; criteria speak of none. */
const ofACountry: Filter = {
  description: 'criteria speak of no country: none are found',
  problem: () => undefined,
  where: () => (eb) => eb.or([]),
};

export const criteriaRoutes: readonly ReadRoute[] = objects<CriteriaRow>({
  path: 'criteria',
  category: 'criteria',
  projection: criteria,
  of: "bodies' criteria for taking part, each with every version",
  table: 'criteria',
  schema,
  filters: {
    campaignId: is('campaignId'),
    country: ofACountry,
    // No body of the third arena has criteria; to ask for it is not a mistake.
    arena: isOneOf('body', ARENAS),
    body: isOneOf('body', CRITERIA_BODIES),
  },
  items: (rows) => rows.map(criteriaItem),
});

function criteriaItem(row: CriteriaRow): object {
  const inForce = versionInForce(row);
  return {
    campaignId: row.campaignId,
    arena: row.body,
    body: row.body,
    version: inForce?.version ?? null,
    criteria: inForce?.criteria ?? null,
    versions: row.versions.map(({ version, criteria: list, occurredOn, reason }) => ({
      version,
      criteria: list,
      occurredOn,
      reason,
    })),
  };
}
