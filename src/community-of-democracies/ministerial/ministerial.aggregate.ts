import type { Aggregate } from '../../event-sourcing/decider.js';
import { chosenId, commandsOf } from '../../commands/declarations.js';
import * as body from './ministerial.commands.js';
import { ministerialEvents } from './ministerial.events.js';
import { ministerial } from './ministerial.js';

export const ministerialAggregate: Aggregate = {
  decider: ministerial,
  events: ministerialEvents,
  key: chosenId('ministerials'),
  commands: commandsOf<body.MinisterialCommands>('Ministerial', {
    AnnounceMinisterial: {
      body: body.AnnounceMinisterial,
      tells: 'MinisterialAnnounced',
      creates: true,
      example: {
        campaignId: '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10',
        edition: 4,
        hostCountry: 'MLI',
        city: 'Bamako',
        startsOn: '2007',
        endsOn: '2007',
        occurredOn: '2005-04-30',
      },
    },
    RescheduleMinisterial: {
      body: body.RescheduleMinisterial,
      tells: 'MinisterialRescheduled',
      example: {
        startsOn: '2007-11-14',
        endsOn: '2007-11-17',
        reason: 'The host country named the days',
        occurredOn: '2006',
      },
    },
    OpenInvitations: { body: body.OpenInvitations, tells: 'InvitationsOpened', example: { occurredOn: '2006-11' } },
    CloseInvitations: { body: body.CloseInvitations, tells: 'InvitationsClosed', example: { occurredOn: '2007-10' } },
    HoldMinisterial: {
      body: body.HoldMinisterial,
      tells: 'MinisterialHeld',
      example: {
        declaration: 'The participants agreed on the Bamako Ministerial Consensus.',
        url: 'https://example.org/consensus',
        occurredOn: '2007-11-17',
      },
    },
  }),
};
