import { Type } from '@sinclair/typebox';
import { standing } from '../../src/event-sourcing/things.js';
import {
  MECHANISMS,
  PROPOSAL_KINDS,
  RESULTS,
  STANCES,
} from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { contested, contestSchema } from '../contests/contest-schema.js';
import { holds, is, isOneOf } from '../reading/parameters.js';
import { objects } from '../reading/objects.js';
import type { ReadRoute } from '../reading/read-route.js';
import type { Reading } from '../reading/reading.js';
import { listed, nullable, oneOf, partySchema, text } from '../reading/schemas.js';
import {
  contestOver,
  decisionFields,
  decisionsInOrder,
  PROPOSAL_STATUSES,
  proposals,
  textInForce,
  type DebateRow,
  type ProposalRow,
  type SignOnRow,
  type StatusClaim,
} from './proposals.projection.js';

const decisionSaid = {
  mechanism: oneOf(MECHANISMS),
  result: oneOf(RESULTS),
  tally: nullable(Type.Object({}, { additionalProperties: Type.Integer() })),
  votes: nullable(listed(Type.Object({ country: text(), vote: text() }))),
  irregular: nullable(Type.Boolean()),
};
const decisionSchema = Type.Object({ ...decisionSaid, occurredOn: text(), reason: nullable(text()) });

const interventionSchema = Type.Intersect([partySchema, Type.Object({ stance: oneOf(STANCES), summary: text() })]);

const schema = Type.Object({
  campaignId: text(),
  arena: oneOf(ARENAS),
  title: text(),
  ask: text(),
  kind: oneOf(PROPOSAL_KINDS),
  addressedTo: text(),
  submittedBy: nullable(listed(partySchema)),
  submittedOn: text(),
  status: oneOf(PROPOSAL_STATUSES),
  version: Type.Integer({ description: 'of the text in force' }),
  text: text('in force'),
  versions: listed(
    Type.Object({ version: Type.Integer(), text: text(), occurredOn: text(), reason: nullable(text()) }),
  ),
  signOns: listed(Type.Object({ organisation: text(), country: nullable(text()), occurredOn: text() })),
  tablings: listed(
    Type.Object({
      session: text(),
      forum: text(),
      sponsors: nullable(listed(text())),
      symbol: nullable(text()),
      occurredOn: text(),
    }),
  ),
  debates: listed(
    Type.Object({
      forum: text(),
      summary: text(),
      interventions: nullable(listed(interventionSchema)),
      occurredOn: text(),
    }),
  ),
  decision: nullable(decisionSchema),
  earlierDecisions: listed(decisionSchema),
  ...contestSchema({ status: oneOf(RESULTS), ...decisionSaid }, { status: oneOf(['withdrawn']) }),
});

export const proposalsRoutes: readonly ReadRoute[] = objects<ProposalRow>({
  path: 'proposals',
  category: 'proposal',
  projection: proposals,
  of: 'proposals, each with its texts, sign-ons, debates and decisions',
  table: 'proposal',
  schema,
  filters: {
    campaignId: is('campaignId'),
    country: holds('countries'),
    arena: isOneOf('arena', ARENAS),
    kind: isOneOf('kind', PROPOSAL_KINDS),
    status: isOneOf('status', PROPOSAL_STATUSES),
    contested: { ...contested, description: 'whether sources disagree on what became of it' },
  },
  items: proposalItems,
});

async function proposalItems(rows: readonly ProposalRow[], reading: Reading): Promise<object[]> {
  const streams = rows.map(({ stream }) => stream);
  const signOns = await reading.rowsOf<SignOnRow>('signOn', streams);
  const debates = await reading.rowsOf<DebateRow>('debate', streams, ['position']);
  return rows.map((row) => {
    const inForce = textInForce(row);
    return {
      campaignId: row.campaignId,
      arena: row.arena,
      title: row.title,
      ask: row.ask,
      kind: row.kind,
      addressedTo: row.addressedTo,
      submittedBy: row.submittedBy,
      submittedOn: row.submittedOn,
      status: row.status,
      version: inForce?.version ?? null,
      text: inForce?.text ?? null,
      versions: row.versions.map(({ version, text: words, since, reason }) => ({
        version,
        text: words,
        occurredOn: since,
        reason,
      })),
      signOns: signOns(row.stream).flatMap(signOnItem),
      tablings: row.tablings.map(({ sponsors = null, symbol = null, ...told }) => ({ ...told, sponsors, symbol })),
      debates: debates(row.stream).map(({ forum, summary, interventions, occurredOn }) => ({
        forum,
        summary,
        interventions,
        occurredOn,
      })),
      ...decisionItems(row),
      ...contestOver(row),
    };
  });
}

function signOnItem({ organisation, claims }: SignOnRow): object[] {
  const claim = standing(claims);
  return claim?.signedOn ? [{ organisation, country: claim.country, occurredOn: claim.occurredOn }] : [];
}

function decisionItems(row: ProposalRow): object {
  const now = standing(row.statusClaims);
  const decided = decisionsInOrder(row).filter(({ decision }) => decision !== null);
  return {
    decision: now?.decision ? decisionItem(now) : null,
    earlierDecisions: decided.filter((claim) => claim !== now).map(decisionItem),
  };
}

function decisionItem({ decision, occurredOn, reason }: StatusClaim): object {
  return { ...(decision && decisionFields(decision)), occurredOn, reason };
}
