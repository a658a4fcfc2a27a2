import { Type } from '@sinclair/typebox';
import {
  ACHIEVEMENTS,
  ACTION_KINDS,
  DIRECTIONS,
  OUTCOME_KINDS,
  VERDICTS,
} from '../../src/campaigns/campaign/campaign.events.js';
import { ARENAS, LEVELS } from '../../src/vocabulary/enumerations.js';
import { contestSchema } from '../contests/contest-schema.js';
import { objects } from '../reading/objects.js';
import { holds, is, isOneOf } from '../reading/parameters.js';
import type { ReadRoute } from '../reading/read-route.js';
import { listed, nullable, oneOf, partySchema, text } from '../reading/schemas.js';
import { campaignItems } from './campaign-items.js';
import { campaignOverview } from './campaign-overview.projection.js';
import { CAMPAIGN_STATUSES, type CampaignRow } from './campaign-tables.js';
import { MILESTONE_STATUSES } from './milestones.js';

const count = Type.Integer({ minimum: 0 });

const milestoneSchema = Type.Object({
  milestoneId: text(),
  title: nullable(text()),
  dueOn: nullable(text('as it stands')),
  earlierDates: listed(Type.Object({ dueOn: text(), occurredOn: text(), reason: nullable(text()) })),
  status: oneOf(MILESTONE_STATUSES),
  occurredOn: nullable(text('when it was reached or missed')),
  evidence: nullable(text()),
  reason: nullable(text()),
  ...contestSchema({ status: oneOf(['reached', 'missed']) }),
});

const verdictSaid = { independent: Type.Boolean(), verdict: oneOf(VERDICTS) };

const outcomeSchema = Type.Object({
  outcomeId: text(),
  actor: partySchema,
  change: text(),
  kind: oneOf(OUTCOME_KINDS),
  direction: oneOf(DIRECTIONS),
  significance: text(),
  contribution: nullable(text()),
  otherFactors: nullable(text()),
  regarding: nullable(listed(text('a stream'))),
  occurredOn: text(),
  substantiations: listed(
    Type.Object({
      by: partySchema,
      ...verdictSaid,
      comment: nullable(text()),
      occurredOn: text(),
      ...contestSchema(verdictSaid),
    }),
  ),
});

const schema = Type.Object({
  campaignId: text(),
  title: text(),
  objective: text('as it stands'),
  earlierObjectives: listed(Type.Object({ objective: text(), occurredOn: text(), reason: nullable(text()) })),
  arenas: listed(oneOf(ARENAS)),
  levels: listed(oneOf(LEVELS)),
  countries: nullable(listed(text())),
  launchedOn: text(),
  status: oneOf(CAMPAIGN_STATUSES),
  leads: listed(text('a userId')),
  partners: listed(Type.Object({ organisation: text(), role: nullable(text()), occurredOn: text() })),
  strategies: listed(Type.Object({ level: oneOf(LEVELS), goals: text(), tactics: text(), occurredOn: text() })),
  milestones: listed(milestoneSchema),
  outcomes: listed(outcomeSchema),
  conclusion: nullable(
    Type.Object({
      achievement: oneOf(ACHIEVEMENTS),
      assessment: text(),
      lessons: nullable(text()),
      assessedBy: nullable(partySchema),
      independent: nullable(Type.Boolean()),
      occurredOn: text(),
    }),
  ),
  counts: Type.Object({
    actions: Type.Object({
      total: count,
      byKind: Type.Object(Object.fromEntries(ACTION_KINDS.map((kind) => [kind, count]))),
    }),
    developments: count,
    outcomes: Type.Object(Object.fromEntries(DIRECTIONS.map((direction) => [direction, count]))),
  }),
  openNextSteps: listed(
    Type.Object({
      stepId: text(),
      what: text(),
      dueOn: nullable(text()),
      assignee: nullable(text()),
      eventId: text('of the entry that brought it'),
      occurredOn: text('of that entry'),
    }),
  ),
  lastActionOn: nullable(text()),
});

export const campaignOverviewRoutes: readonly ReadRoute[] = objects<CampaignRow>({
  path: 'campaigns',
  category: 'campaign',
  projection: campaignOverview,
  of: 'campaigns, each with where it stands and what is due',
  table: 'campaign',
  schema,
  filters: {
    campaignId: is('campaignId'),
    country: holds('countries'),
    arena: holds('arenas', ARENAS),
    level: holds('levels', LEVELS),
    status: isOneOf('status', CAMPAIGN_STATUSES),
    achievement: isOneOf('achievement', ACHIEVEMENTS),
  },
  items: campaignItems,
});
