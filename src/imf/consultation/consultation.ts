import { needExistence, recordOnce, type Asked, type Decider } from '../../event-sourcing/decider.js';
import { streamName, type Told } from '../../event-sourcing/event.js';
import { Refusal } from '../../event-sourcing/refusal.js';
import { Parts, Things } from '../../event-sourcing/things.js';
import { addNextSteps, cannotComplete, completionOf, stepExists } from '../../vocabulary/next-steps.js';
import type { ConsultationCommands } from './consultation.commands.js';
import type { ConsultationEvent } from './consultation.events.js';

/** What the rules of a consultation look at. */
export interface Consultation {
  campaignId?: string;
  /** Whether it was ever set for a day. */
  wasScheduled: boolean;
  readonly steps: Parts<ConsultationEvent>;
  readonly things: Things<ConsultationEvent>;
}

interface ConsultationOthers {
  /** Whether the campaign exists that the consultation is to belong to. */
  readonly campaign?: boolean;
}

type ConsultationCommand = Asked<ConsultationCommands>;

export const consultation: Decider<Consultation, ConsultationCommands, ConsultationEvent, ConsultationOthers> = {
  category: 'consultation',
  creates: ['RequestConsultation'],

  initial: () => ({ wasScheduled: false, steps: new Parts(), things: new Things() }),

  evolve(state, event) {
    if (event.type === 'ConsultationRequested') {
      if (event.campaignId !== undefined) state.campaignId = event.campaignId;
      state.things.addCreation('status', event);
    } else state.things.add(thingOf(event), event);
    if (event.type === 'ConsultationScheduled') state.wasScheduled = true;
    if (event.type === 'ConsultationHeld') addNextSteps(state.steps, event, event.data.nextSteps);
    return state;
  },

  others: (_, command) =>
    command.type === 'RequestConsultation'
      ? { campaign: needExistence(streamName('campaign', command.data.campaignId)) }
      : {},

  campaignOf: (_, command, state) =>
    command.type === 'RequestConsultation' ? command.data.campaignId : state.campaignId,

  decide(command, state, others) {
    const told = tell(command);
    const isSaid = state.things.isSaid(thingOf(told), told);
    return recordOnce(told, isSaid, consultation.violation(state, told, others));
  },

  violation(state, event, others) {
    switch (event.type) {
      case 'ConsultationRequested':
        return others.campaign === false ? new Refusal('campaign.unknown', 'There is no such campaign.') : undefined;
      case 'ConsultationScheduled':
        return movedWithoutReason(state, event);
      case 'ConsultationHeld':
        return stepExists(state.steps, event, event.data.nextSteps);
      case 'NextStepCompleted':
        return cannotComplete(state, event);
      default:
        return undefined;
    }
  },
};

/** What an entry speaks of. */
function thingOf(event: Told<ConsultationEvent>): string {
  switch (event.type) {
    case 'ConsultationRequested':
    case 'ConsultationScheduled':
    case 'ConsultationDeclined':
    case 'ConsultationCancelled':
    case 'ConsultationHeld':
      return 'status';
    case 'NextStepCompleted':
      return completionOf(event.data);
    case 'MinutesPublished':
      return 'minutes';
    case 'InfluenceAssessed':
      return `influence ${event.data.topic}`;
  }
}

function tell(command: ConsultationCommand): Told<ConsultationEvent> {
  const { entry } = command;
  switch (command.type) {
    case 'RequestConsultation': {
      const { campaignId: _, ...data } = command.data;
      return { type: 'ConsultationRequested', data, entry };
    }
    case 'ScheduleConsultation':
      return { type: 'ConsultationScheduled', data: command.data, entry };
    case 'DeclineConsultation':
      return { type: 'ConsultationDeclined', data: command.data, entry };
    case 'CancelConsultation':
      return { type: 'ConsultationCancelled', data: {}, entry };
    case 'HoldConsultation':
      return { type: 'ConsultationHeld', data: command.data, entry };
    case 'CompleteNextStep':
      return { type: 'NextStepCompleted', data: command.data, entry };
    case 'PublishMinutes':
      return { type: 'MinutesPublished', data: command.data, entry };
    case 'AssessInfluence':
      return { type: 'InfluenceAssessed', data: command.data, entry };
  }
}

function movedWithoutReason({ wasScheduled }: Consultation, { entry }: Told<ConsultationEvent>): Refusal | undefined {
  if (!wasScheduled || entry.reason !== undefined) return undefined;
  return new Refusal(
    'consultation.reschedule-unexplained',
    'The consultation was scheduled before; to move it needs a reason.',
  );
}
