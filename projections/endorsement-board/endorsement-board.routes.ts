import { Type } from '@sinclair/typebox';
import { idOf, type StreamName } from '../../src/event-sourcing/event.js';
import {
  CAPACITIES,
  DEGREES,
  ENDORSEMENT_FORMS,
  OBJECTION_FORMS,
  POSITIONS,
  VOTES,
} from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { contested, contestSchema } from '../contests/contest-schema.js';
import { list } from '../reading/list.js';
import { is, isOneOf, type Filter } from '../reading/parameters.js';
import type { ReadRoute } from '../reading/read-route.js';
import type { Reading } from '../reading/reading.js';
import { listed, nullable, oneOf, sourceSchema, text } from '../reading/schemas.js';
import { endorsementBoard, type CellRow, type ProposalRow } from './endorsement-board.projection.js';

const STANCES = ['endorsed', 'objected'] as const;
const FORMS = [...ENDORSEMENT_FORMS, ...OBJECTION_FORMS] as const;

const stanceFields = {
  stance: oneOf(STANCES),
  capacity: nullable(oneOf(CAPACITIES)),
  form: nullable(oneOf(FORMS)),
  reservation: nullable(text()),
  grounds: nullable(text()),
};

const schema = Type.Object({
  id: text('<proposalId>.<version>.<country>'),
  revision: Type.Integer({ description: "the proposal's" }),
  proposalId: text(),
  campaignId: text(),
  title: text(),
  version: Type.Integer(),
  country: text(),
  ...stanceFields,
  stance: nullable(stanceFields.stance),
  occurredOn: nullable(text()),
  sources: nullable(listed(sourceSchema)),
  vote: nullable(oneOf(VOTES)),
  forecast: nullable(
    Type.Object({
      position: oneOf(POSITIONS),
      confidence: oneOf(DEGREES),
      influence: nullable(oneOf(DEGREES)),
      occurredOn: text(),
    }),
  ),
  ...contestSchema(stanceFields, { vote: oneOf(VOTES) }),
});

const proposalId: Filter = {
  problem: () => undefined,
  where: (ids) => (eb) =>
    eb(
      'stream',
      'in',
      ids.map((id) => `proposal-${id}`),
    ),
};

export const endorsementBoardRoutes: readonly ReadRoute[] = [
  list<CellRow>({
    path: 'endorsement-board',
    projection: endorsementBoard,
    shows: { category: 'proposal', ask: (id) => ({ path: {}, query: { proposalId: [id] } }) },
    summary: 'Proposals × states: what each state did about each text, and what was expected of it',
    table: 'cell',
    schema,
    filters: {
      campaignId: is('campaignId'),
      proposalId,
      country: is('country'),
      arena: isOneOf('arena', ARENAS),
      stance: {
        ...isOneOf('stance', STANCES),
        description:
          'as it stands; of a contested one, as it was recorded last. Count with contested=false, and contested=true apart',
      },
      capacity: isOneOf('capacity', CAPACITIES),
      form: isOneOf('form', FORMS),
      vote: isOneOf('vote', VOTES),
      contested: { ...contested, description: 'whether sources disagree on the stance or the vote' },
    },
    orders: { proposal: ['stream', 'version', 'country'] },
    items: boardItems,
  }),
];

async function boardItems(rows: readonly CellRow[], reading: Reading): Promise<object[]> {
  const streams = rows.map(({ stream }) => stream);
  const proposals = await reading.rowsOf<ProposalRow>('proposal', streams);
  return rows.map((row) => {
    const proposalId = idOf(row.stream as StreamName);
    const [proposal] = proposals(row.stream);
    return {
      id: `${proposalId}.${String(row.version)}.${row.country}`,
      revision: proposal?.revision ?? null,
      proposalId,
      campaignId: row.campaignId,
      title: proposal?.title ?? null,
      version: row.version,
      country: row.country,
      stance: row.stance,
      capacity: row.capacity,
      form: row.form,
      reservation: row.reservation,
      grounds: row.grounds,
      occurredOn: row.occurredOn,
      sources: row.sources,
      vote: row.vote,
      forecast: row.forecast && {
        position: row.forecast.position,
        confidence: row.forecast.confidence,
        influence: row.forecast.influence ?? null,
        occurredOn: row.forecast.occurredOn,
      },
      contested: row.contested,
      ...(row.rivals === null ? {} : { rivals: row.rivals }),
    };
  });
}
