import { recordOnce, type Asked, type Decider, type Fold } from '../../event-sourcing/decider.js';
import { idOf, streamName, type Happened, type Told } from '../../event-sourcing/event.js';
import { NoSuchObject, Refusal } from '../../event-sourcing/refusal.js';
import { Parts, stoodBefore, Things, type Claim } from '../../event-sourcing/things.js';
import type { MinisterialEvent } from '../ministerial/ministerial.events.js';
import type { InvitationCommands } from './invitation.commands.js';
import { ministerialOf, type InvitationDecided, type InvitationEvent } from './invitation.events.js';

/** What the rules of an invitation look at. */
export interface Invitation {
  readonly things: Things<InvitationEvent>;
  readonly inputs: Parts<InvitationEvent>;
}

/** An entry on whether the invitations to a ministerial are open. */
interface OpenOrClosed extends Claim {
  readonly type: 'InvitationsOpened' | 'InvitationsClosed';
}

interface MinisterialSeen {
  exists: boolean;
  campaignId?: string;
  readonly invitations: OpenOrClosed[];
}

interface InvitationOthers {
  readonly ministerial: MinisterialSeen;
}

type InvitationCommand = Asked<InvitationCommands>;

/** Sees whether a ministerial was announced, in which campaign, and its invitations opening and closing. */
const ministerialSeen: Fold<MinisterialSeen> = {
  name: 'invitations of a ministerial',
  initial: () => ({ exists: false, invitations: [] }),
  evolve(seen, event: Happened<MinisterialEvent>) {
    switch (event.type) {
      case 'MinisterialAnnounced':
        seen.exists = true;
        if (event.campaignId !== undefined) seen.campaignId = event.campaignId;
        return seen;
      case 'InvitationsOpened':
      case 'InvitationsClosed':
        seen.invitations.push({ type: event.type, occurredOn: event.entry.occurredOn });
        return seen;
      default:
        return seen;
    }
  },
};

export const invitation: Decider<Invitation, InvitationCommands, InvitationEvent, InvitationOthers> = {
  category: 'invitation',
  creates: 'any',

  initial: () => ({ things: new Things(), inputs: new Parts() }),

  evolve(state, event) {
    const thing = thingOf(event);
    if (thing !== undefined) state.things.add(thing, event);
    if (event.type === 'NgoInputSubmitted') state.inputs.add(event.data.inputId ?? event.id, event);
    return state;
  },

  others: (target) => ({
    ministerial: { stream: streamName('ministerial', ministerialOf(idOf(target))), fold: ministerialSeen },
  }),

  campaignOf: (_target, _command, _state, { ministerial }) => ministerial.campaignId,

  decide(command, state, others) {
    const told = tell(command);
    return recordOnce(told, isSaid(told, state), invitation.violation(state, told, others));
  },

  violation(state, event, { ministerial }) {
    if (!ministerial.exists) return new NoSuchObject('ministerial');
    switch (event.type) {
      case 'NgoInputSubmitted':
        return inputTaken(state, event.data.inputId);
      case 'InvitationDecided':
        return (
          decidedBeforeOpening(ministerial) ??
          decidedAfterClosing(ministerial, event) ??
          unknownInputConsidered(state, event.data)
        );
      case 'InvitationRevised':
        return revisedUndecided(state, event);
      default:
        return undefined;
    }
  },
};

/** What an entry speaks of; undefined for what only adds. */
function thingOf({ type }: Told<InvitationEvent>): string | undefined {
  switch (type) {
    case 'CountryConsidered':
      return 'considered';
    case 'AdviceRecorded':
      return 'advice';
    case 'InvitationDecided':
    case 'InvitationRevised':
      return 'decision';
    case 'AttendanceRecorded':
      return 'attendance';
    case 'NgoInputSubmitted':
      return undefined;
  }
}

function tell(command: InvitationCommand): Told<InvitationEvent> {
  const { entry } = command;
  switch (command.type) {
    case 'ConsiderCountry':
      return { type: 'CountryConsidered', data: {}, entry };
    case 'SubmitNgoInput':
      return { type: 'NgoInputSubmitted', data: command.data, entry };
    case 'RecordAdvice':
      return { type: 'AdviceRecorded', data: command.data, entry };
    case 'DecideInvitation':
      return { type: 'InvitationDecided', data: command.data, entry };
    case 'ReviseDecision':
      return { type: 'InvitationRevised', data: command.data, entry };
    case 'RecordAttendance':
      return { type: 'AttendanceRecorded', data: command.data, entry };
  }
}

function isSaid(told: Told<InvitationEvent>, { things, inputs }: Invitation): boolean {
  if (told.type === 'NgoInputSubmitted') return inputs.isSaid(told.data.inputId, told);
  const thing = thingOf(told);
  return thing !== undefined && things.isSaid(thing, told);
}

function inputTaken({ inputs }: Invitation, inputId: string | undefined): Refusal | undefined {
  if (!inputs.has(inputId)) return undefined;
  return new Refusal('input.exists', 'There is another input of that id already.');
}

/** Whenever the opening was: of many no more is known than the year, or when somebody told of it. */
function decidedBeforeOpening({ invitations }: MinisterialSeen): Refusal | undefined {
  if (invitations.some(({ type }) => type === 'InvitationsOpened')) return undefined;
  return new Refusal('invitation.not-opened', 'No opening of invitations to the ministerial is recorded yet.');
}

function decidedAfterClosing(
  { invitations }: MinisterialSeen,
  { data: { late }, entry }: Told<InvitationDecided>,
): Refusal | undefined {
  if (stoodBefore(invitations, entry.occurredOn)?.type !== 'InvitationsClosed') return undefined;
  if (!late)
    return new Refusal(
      'invitation.closed',
      'The invitations had closed by then; record the decision as late, and why.',
    );
  if (entry.reason !== undefined) return undefined;
  return new Refusal('invitation.late-unexplained', 'A decision after the invitations had closed needs a reason.');
}

function unknownInputConsidered(
  { inputs }: Invitation,
  { inputsConsidered = [] }: InvitationDecided['data'],
): Refusal | undefined {
  if (inputsConsidered.every((inputId) => inputs.has(inputId))) return undefined;
  return new Refusal('input.unknown', 'An input that was considered has not been submitted for this invitation.');
}

function revisedUndecided({ things }: Invitation, { entry }: Told<InvitationEvent>): Refusal | undefined {
  if (things.standingBy('decision', entry.occurredOn)) return undefined;
  return new Refusal('invitation.undecided', 'There is no decision by then that could be revised.');
}
