import { Type } from '@sinclair/typebox';
import {
  ADVICE,
  ATTENDANCES,
  INVITATION_DECISIONS,
  RECOMMENDATIONS,
  countryOf,
  ministerialOf,
} from '../../src/community-of-democracies/invitation/invitation.events.js';
import { idOf, type StreamName } from '../../src/event-sourcing/event.js';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { contested, contestSchema } from '../contests/contest-schema.js';
import { list } from '../reading/list.js';
import { is, isOneOf, isTrue } from '../reading/parameters.js';
import { NotFound, type ReadRoute } from '../reading/read-route.js';
import type { Reading } from '../reading/reading.js';
import { listed, nullable, oneOf, text } from '../reading/schemas.js';
import {
  adviceOf,
  attendanceOf,
  decisionOf,
  earlierDecisions,
  invitationBoard,
  type InputRow,
  type InvitationRow,
  type MinisterialRow,
} from './invitation-board.projection.js';
import {
  adviceFields,
  attendanceFields,
  contestOver,
  decisionFields,
  type DecisionClaim,
} from './invitation-claims.js';

const adviceSaid = { by: text(), recommendation: oneOf(ADVICE), rationale: nullable(text()) };
const decisionSaid = {
  decision: oneOf(INVITATION_DECISIONS),
  decidedBy: nullable(text()),
  rationale: nullable(text('of a revision, its reason')),
  inputsConsidered: nullable(listed(text('an inputId'))),
  late: nullable(Type.Boolean({ description: 'after the invitations had closed' })),
};
const attendanceSaid = { as: oneOf(ATTENDANCES), level: nullable(text()) };
const decisionSchema = Type.Object({ ...decisionSaid, occurredOn: text() });

const schema = Type.Object({
  id: text('<ministerialId>-<country>'),
  revision: Type.Integer(),
  ministerialId: text(),
  campaignId: nullable(text()),
  edition: nullable(Type.Integer()),
  country: text(),
  considered: Type.Boolean({ description: 'whether an entry says that the country was considered' }),
  inputs: listed(
    Type.Object({
      inputId: text(),
      organisation: text(),
      recommendation: oneOf(RECOMMENDATIONS),
      assessment: nullable(text()),
    }),
  ),
  advice: nullable(Type.Object({ ...adviceSaid, occurredOn: text() })),
  decision: nullable(decisionSchema),
  earlierDecisions: listed(decisionSchema),
  attendance: nullable(Type.Object(attendanceSaid)),
  differs: nullable(
    Type.Boolean({ description: 'whether the decision is other than the advice; null where either is not known yet' }),
  ),
  ...contestSchema(adviceSaid, decisionSaid, attendanceSaid),
});

export const invitationBoardRoutes: readonly ReadRoute[] = [
  list<InvitationRow>({
    path: 'ministerials/:id/invitations',
    projection: invitationBoard,
    scope: ({ id = '' }) => ({ streams: [`ministerial-${id}`], startingWith: [`invitation-${id}-`] }),
    summary: 'Countries × a ministerial: input, advice, decision and attendance side by side',
    table: 'invitation',
    schema,
    filters: {
      campaignId: is('campaignId'),
      country: is('country'),
      arena: isOneOf('arena', ARENAS),
      recommendation: { ...isOneOf('recommendation', ADVICE), description: 'of the advice that stands' },
      decision: {
        ...isOneOf('decision', INVITATION_DECISIONS),
        description: 'as it stands; of a contested one, as it was recorded last',
      },
      as: { ...isOneOf('attendedAs', ATTENDANCES), description: 'as what the country attended' },
      considered: isTrue('considered'),
      differs: isTrue('differs'),
      contested: {
        ...contested,
        description: 'whether sources disagree on the advice, the decision or the attendance',
      },
    },
    orders: { country: ['stream'] },
    within: async (reading, { id = '' }) => {
      await needMinisterial(reading, id);
      return { ministerialId: id };
    },
    items: invitationItems,
  }),
  {
    path: 'ministerials/:id/invitations/:country',
    projection: invitationBoard,
    schema,
    kind: 'object',
    summary: 'One of the invitations to a ministerial',
    filters: {},
    scope: ({ id = '', country = '' }) => ({ streams: [`ministerial-${id}`, `invitation-${id}-${country}`] }),
    shows: {
      category: 'invitation',
      ask: (id) => ({ path: { id: ministerialOf(id), country: countryOf(id) }, query: {} }),
    },
    answer: async (reading, { path: { id = '', country = '' } }) => {
      await needMinisterial(reading, id);
      const row = await reading.row<InvitationRow>('invitation', 'stream', `invitation-${id}-${country}`);
      if (!row) throw new NotFound('invitation.unknown');
      return (await invitationItems([row], reading))[0] as Record<string, unknown>;
    },
  },
];

async function needMinisterial(reading: Reading, id: string): Promise<void> {
  if (!(await reading.row('ministerial', 'stream', `ministerial-${id}`))) throw new NotFound('ministerial.unknown');
}

async function invitationItems(rows: readonly InvitationRow[], reading: Reading): Promise<object[]> {
  const inputs = await reading.rowsOf<InputRow>(
    'input',
    rows.map(({ stream }) => stream),
    ['position'],
  );
  const ministerialStream = ({ ministerialId }: InvitationRow): string => `ministerial-${ministerialId}`;
  const ministerials = await reading.rowsOf<MinisterialRow>('ministerial', rows.map(ministerialStream));
  return rows.map((row) => {
    const advice = adviceOf(row);
    const decision = decisionOf(row);
    const attendance = attendanceOf(row);
    return {
      id: idOf(row.stream as StreamName),
      revision: row.revision,
      ministerialId: row.ministerialId,
      campaignId: row.campaignId,
      edition: ministerials(ministerialStream(row))[0]?.edition ?? null,
      country: row.country,
      considered: row.considered,
      inputs: inputs(row.stream).map(({ inputId, organisation, recommendation, assessment }) => ({
        inputId,
        organisation,
        recommendation,
        assessment,
      })),
      advice: advice ? { ...adviceFields(advice), occurredOn: advice.occurredOn } : null,
      decision: decision ? decisionItem(decision) : null,
      earlierDecisions: earlierDecisions(row).map(decisionItem),
      attendance: attendance ? attendanceFields(attendance) : null,
      differs: row.differs,
      ...contestOver(row),
    };
  });
}

function decisionItem(claim: DecisionClaim): object {
  return { ...decisionFields(claim), occurredOn: claim.occurredOn };
}
