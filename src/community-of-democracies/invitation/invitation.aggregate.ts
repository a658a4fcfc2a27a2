import type { Aggregate } from '../../event-sourcing/decider.js';
import { commandsOf, isUuid } from '../../commands/declarations.js';
import { isCountry } from '../../vocabulary/countries.js';
import * as body from './invitation.commands.js';
import { invitationEvents } from './invitation.events.js';
import { invitation } from './invitation.js';

const inputId = '3d0f5b8e-6a1c-4c7b-9f2e-8b1d4a6c0e57';

export const invitationAggregate: Aggregate = {
  decider: invitation,
  events: invitationEvents,
  key: {
    path: 'ministerials/:ministerialId/invitations/:country',
    kind: 'natural',
    idOf: ([ministerialId, country]) =>
      isUuid(ministerialId) && isCountry(country) ? `${ministerialId}-${country}` : undefined,
  },
  commands: commandsOf<body.InvitationCommands>('Invitation', {
    ConsiderCountry: {
      body: body.ConsiderCountry,
      tells: 'CountryConsidered',
      verb: 'consider',
      example: { occurredOn: '2006-11' },
    },
    SubmitNgoInput: {
      body: body.SubmitNgoInput,
      tells: 'NgoInputSubmitted',
      example: {
        inputId,
        organisation: 'Freedom House',
        recommendation: 'observer',
        assessment: 'In transition; elections are due.',
        occurredOn: '2006-12',
      },
    },
    RecordAdvice: {
      body: body.RecordAdvice,
      tells: 'AdviceRecorded',
      example: {
        by: 'International Advisory Committee',
        recommendation: 'withheld',
        rationale: 'Withheld pending closer scrutiny.',
        occurredOn: '2007-02',
      },
    },
    DecideInvitation: {
      body: body.DecideInvitation,
      tells: 'InvitationDecided',
      example: {
        decision: 'deferred',
        decidedBy: 'Convening Group',
        rationale: 'The elections are awaited.',
        inputsConsidered: [inputId],
        occurredOn: '2007-03',
      },
    },
    ReviseDecision: {
      body: body.ReviseDecision,
      tells: 'InvitationRevised',
      example: { decision: 'observer', reason: 'The elections were held', occurredOn: '2007-09' },
    },
    RecordAttendance: {
      body: body.RecordAttendance,
      tells: 'AttendanceRecorded',
      example: { as: 'observer', level: 'minister', occurredOn: '2007-11-17' },
    },
  }),
};
