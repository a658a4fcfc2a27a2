import type { Aggregate } from '../../event-sourcing/decider.js';
import { commandsOf } from '../../commands/declarations.js';
import * as body from './criteria.commands.js';
import { CRITERIA_BODIES, criteriaEvents } from './criteria.events.js';
import { criteria } from './criteria.js';

export const criteriaAggregate: Aggregate = {
  decider: criteria,
  events: criteriaEvents,
  key: { path: 'criteria/:body', kind: 'natural', idOf: ([name]) => CRITERIA_BODIES.find((body) => body === name) },
  commands: commandsOf<body.CriteriaCommands>('Criteria', {
    AdoptCriteria: {
      body: body.AdoptCriteria,
      tells: 'CriteriaAdopted',
      example: {
        criteria: [
          { code: 'participant', text: 'Meets the criteria for participation' },
          { code: 'observer', text: 'In transition' },
        ],
        occurredOn: '2002-09-27',
      },
    },
    ReviseCriteria: {
      body: body.ReviseCriteria,
      tells: 'CriteriaRevised',
      example: {
        criteria: [
          { code: 'participant', text: 'Meets the criteria for participation' },
          { code: 'observer', text: 'In transition, and taking concrete steps' },
        ],
        reason: 'Observers are to take concrete steps',
        occurredOn: '2006',
      },
    },
  }),
};
