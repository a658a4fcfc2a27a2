import type { Aggregate } from '../../event-sourcing/decider.js';
import { chosenId, commandsOf } from '../../commands/declarations.js';
import { CompleteNextStep } from '../../vocabulary/complete-next-step.js';
import * as body from './consultation.commands.js';
import { consultationEvents } from './consultation.events.js';
import { consultation } from './consultation.js';

const STEP = 'c1e8b7d4-2f6a-5e93-9b07-4d5a8c6f2e44';
const TOPIC = 'Right of the public to request documents';

export const consultationAggregate: Aggregate = {
  decider: consultation,
  events: consultationEvents,
  key: chosenId('consultations'),
  commands: commandsOf<body.ConsultationCommands>('Consultation', {
    RequestConsultation: {
      body: body.RequestConsultation,
      tells: 'ConsultationRequested',
      creates: true,
      example: {
        campaignId: '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10',
        country: 'ZWE',
        occasion: 'article-iv',
        purpose: 'Civil society is heard before the mission reports.',
        asks: [{ text: 'Meet trade unions too' }],
        occurredOn: '2004-03',
      },
    },
    ScheduleConsultation: {
      body: body.ScheduleConsultation,
      tells: 'ConsultationScheduled',
      example: { plannedFor: '2004-05-10', place: 'Harare', mode: 'in-person', occurredOn: '2004-03-20' },
    },
    DeclineConsultation: {
      body: body.DeclineConsultation,
      tells: 'ConsultationDeclined',
      example: { by: 'Ministry of Finance', reason: 'The programme of the mission is full', occurredOn: '2004-04-02' },
    },
    CancelConsultation: {
      body: body.CancelConsultation,
      tells: 'ConsultationCancelled',
      example: { reason: 'The mission was put off', occurredOn: '2004-04-20' },
    },
    HoldConsultation: {
      body: body.HoldConsultation,
      tells: 'ConsultationHeld',
      example: {
        mode: 'in-person',
        participants: [
          { side: 'imf', count: 2, offices: ['Mission chief'] },
          { side: 'civil-society', organisations: ['Zimbabwe Congress of Trade Unions'] },
        ],
        topics: ['Arrears', TOPIC],
        summary: 'Civil society asked for the documents that the mission worked with.',
        asks: [{ text: 'Publish the staff report', response: 'The authorities would have to agree' }],
        nextSteps: [{ what: 'Ask the authorities to agree', dueOn: '2004-09', assignee: 'first-lead', stepId: STEP }],
        sources: [{ kind: 'own-observation', title: 'Notes of the meeting' }],
        occurredOn: '2004-05-12',
      },
    },
    CompleteNextStep: {
      body: CompleteNextStep,
      tells: 'NextStepCompleted',
      example: { stepId: STEP, result: 'The authorities agreed.', occurredOn: '2004-08-30' },
    },
    PublishMinutes: {
      body: body.PublishMinutes,
      tells: 'MinutesPublished',
      example: { url: 'https://example.org/minutes', agreedBy: 'Both sides', occurredOn: '2004-06-01' },
    },
    AssessInfluence: {
      body: body.AssessInfluence,
      tells: 'InfluenceAssessed',
      example: {
        topic: TOPIC,
        influence: 'acknowledged',
        evidence: 'The staff report names the request.',
        assessedBy: { organisation: 'Bretton Woods Project' },
        independent: true,
        occurredOn: '2004-10',
      },
    },
  }),
};
