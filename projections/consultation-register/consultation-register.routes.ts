import { Type } from '@sinclair/typebox';
import { INFLUENCES, MODES, OCCASIONS, SIDES } from '../../src/imf/consultation/consultation.events.js';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { contested, contestSchema } from '../contests/contest-schema.js';
import { objects } from '../reading/objects.js';
import { is, isOneOf } from '../reading/parameters.js';
import type { ReadRoute } from '../reading/read-route.js';
import { listed, nullable, oneOf, partySchema, text } from '../reading/schemas.js';
import { consultationItems } from './consultation-items.js';
import {
  CONSULTATION_STATUSES,
  consultationRegister,
  type ConsultationRow,
} from './consultation-register.projection.js';

const asksSchema = nullable(listed(Type.Object({ text: text(), response: nullable(text()) })));
const participantsSchema = listed(
  Type.Object({
    side: oneOf(SIDES),
    count: nullable(Type.Integer()),
    organisations: nullable(listed(text())),
    offices: nullable(listed(text())),
  }),
);

const assessmentSaid = {
  influence: oneOf(INFLUENCES),
  assessedBy: nullable(partySchema),
  independent: nullable(Type.Boolean()),
};

const schema = Type.Object({
  campaignId: text(),
  arena: oneOf(ARENAS),
  country: nullable(text()),
  occasion: oneOf(OCCASIONS),
  purpose: text(),
  asks: asksSchema,
  requestedOn: text(),
  status: oneOf(CONSULTATION_STATUSES),
  plannedFor: nullable(text('as it was last set')),
  place: nullable(text()),
  mode: nullable(oneOf(MODES)),
  declined: nullable(Type.Object({ by: text(), reason: nullable(text()), occurredOn: text() })),
  cancelled: nullable(Type.Object({ reason: nullable(text()), occurredOn: text() })),
  heldOn: nullable(text()),
  participants: nullable(participantsSchema),
  topics: nullable(listed(text())),
  summary: nullable(text()),
  heldAsks: asksSchema,
  meetings: listed(
    Type.Object({
      eventId: text(),
      heldOn: text(),
      mode: oneOf(MODES),
      participants: participantsSchema,
      topics: listed(text()),
      summary: text(),
      asks: asksSchema,
    }),
  ),
  nextSteps: listed(
    Type.Object({
      stepId: text(),
      what: nullable(text()),
      dueOn: nullable(text()),
      assignee: nullable(text()),
      completed: Type.Boolean(),
      completedOn: nullable(text()),
      result: nullable(text()),
    }),
  ),
  minutes: nullable(Type.Object({ url: text(), agreedBy: nullable(text()), occurredOn: text() })),
  influence: listed(
    Type.Object({
      topic: text(),
      ...assessmentSaid,
      evidence: nullable(text()),
      occurredOn: text(),
      ...contestSchema(assessmentSaid),
    }),
  ),
  ...contestSchema({ status: oneOf(CONSULTATION_STATUSES), by: nullable(text('who declined')) }),
});

export const consultationRegisterRoutes: readonly ReadRoute[] = objects<ConsultationRow>({
  path: 'consultations',
  category: 'consultation',
  projection: consultationRegister,
  of: 'consultations, each with what was planned, held, agreed and brought about',
  table: 'consultation',
  schema,
  filters: {
    campaignId: is('campaignId'),
    country: is('country'),
    arena: isOneOf('arena', ARENAS),
    occasion: isOneOf('occasion', OCCASIONS),
    status: isOneOf('status', CONSULTATION_STATUSES),
    mode: isOneOf('mode', MODES),
    contested: { ...contested, description: 'whether sources disagree on what became of it' },
  },
  items: consultationItems,
});
