import { needExistence, recordOnce, type Asked, type Decider, type Fold } from '../../event-sourcing/decider.js';
import { streamName, type Happened, type Told } from '../../event-sourcing/event.js';
import { certainlyPrecedes, type PartialDate } from '../../event-sourcing/occurred-on.js';
import { Refusal } from '../../event-sourcing/refusal.js';
import { Things } from '../../event-sourcing/things.js';
import type { CriteriaEvent } from '../../un-democracy-caucus/criteria/criteria.events.js';
import type { MinisterialCommands } from './ministerial.commands.js';
import type { InvitationsOpened, MinisterialEvent } from './ministerial.events.js';

/** What the rules of a ministerial look at. */
export interface Ministerial {
  campaignId?: string;
  readonly things: Things<MinisterialEvent>;
}

/** When each version of the criteria was adopted. */
type Adoptions = Map<number, PartialDate>;

interface MinisterialOthers {
  /** Whether the campaign exists that the ministerial is to belong to. */
  readonly campaign?: boolean;
  /** Looked at where a version of the criteria is named. */
  readonly criteria?: Adoptions;
}

type MinisterialCommand = Asked<MinisterialCommands>;

/** Sees the versions of the criteria of the Community of Democracies. */
const adoptions: Fold<Adoptions> = {
  name: 'adoptions of criteria',
  initial: () => new Map(),
  evolve: (seen, { data, entry }: Happened<CriteriaEvent>) => seen.set(data.version, entry.occurredOn),
};

export const ministerial: Decider<Ministerial, MinisterialCommands, MinisterialEvent, MinisterialOthers> = {
  category: 'ministerial',
  creates: ['AnnounceMinisterial'],

  initial: () => ({ things: new Things() }),

  evolve(state, event) {
    if (event.type !== 'MinisterialAnnounced') {
      state.things.add(thingOf(event), event);
      return state;
    }
    if (event.campaignId !== undefined) state.campaignId = event.campaignId;
    state.things.addCreation(thingOf(event), event);
    return state;
  },

  others(_, about) {
    if (about.type === 'AnnounceMinisterial')
      return { campaign: needExistence(streamName('campaign', about.data.campaignId)) };
    const opens = about.type === 'OpenInvitations' || about.type === 'InvitationsOpened';
    if (opens && about.data.criteriaVersion !== undefined)
      return { criteria: { stream: streamName('criteria', 'community-of-democracies'), fold: adoptions } };
    return {};
  },

  campaignOf: (_, command, state) =>
    command.type === 'AnnounceMinisterial' ? command.data.campaignId : state.campaignId,

  decide(command, state, others) {
    const told = tell(command);
    const isSaid = state.things.isSaid(thingOf(told), told);
    return recordOnce(told, isSaid, ministerial.violation(state, told, others));
  },

  violation(_, event, others) {
    switch (event.type) {
      case 'MinisterialAnnounced':
        return others.campaign === false ? new Refusal('campaign.unknown', 'There is no such campaign.') : undefined;
      case 'InvitationsOpened':
        return openedUnderNoCriteria(event, others);
      default:
        return undefined;
    }
  },
};

/** What an entry speaks of. */
function thingOf({ type }: Told<MinisterialEvent>): string {
  switch (type) {
    case 'MinisterialAnnounced':
    case 'MinisterialRescheduled':
      return 'dates';
    case 'InvitationsOpened':
    case 'InvitationsClosed':
      return 'invitations';
    case 'MinisterialHeld':
      return 'held';
  }
}

function tell(command: MinisterialCommand): Told<MinisterialEvent> {
  const { entry } = command;
  switch (command.type) {
    case 'AnnounceMinisterial': {
      const { campaignId: _, ...data } = command.data;
      return { type: 'MinisterialAnnounced', data, entry };
    }
    case 'RescheduleMinisterial':
      return { type: 'MinisterialRescheduled', data: command.data, entry };
    case 'OpenInvitations':
      return { type: 'InvitationsOpened', data: command.data, entry };
    case 'CloseInvitations':
      return { type: 'InvitationsClosed', data: {}, entry };
    case 'HoldMinisterial':
      return { type: 'MinisterialHeld', data: command.data, entry };
  }
}

function openedUnderNoCriteria(
  { data: { criteriaVersion }, entry }: Told<InvitationsOpened>,
  { criteria }: MinisterialOthers,
): Refusal | undefined {
  if (criteriaVersion === undefined || !criteria) return undefined;
  if (criteria.size === 0)
    return new Refusal('criteria.unknown', 'The Community of Democracies has adopted no criteria yet.');
  const adoptedOn = criteria.get(criteriaVersion);
  if (adoptedOn === undefined)
    return new Refusal('criteria.version-unknown', 'The Community of Democracies has no criteria of that version.');
  if (!certainlyPrecedes(entry.occurredOn, adoptedOn)) return undefined;
  return new Refusal('criteria.not-yet-adopted', 'That version of the criteria was adopted only later.');
}
