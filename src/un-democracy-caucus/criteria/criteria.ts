import { needExistence, recordOnce, type Asked, type Decider } from '../../event-sourcing/decider.js';
import { streamName, type Told } from '../../event-sourcing/event.js';
import { Refusal } from '../../event-sourcing/refusal.js';
import { Things } from '../../event-sourcing/things.js';
import type { CriteriaCommands } from './criteria.commands.js';
import type { CriteriaEvent } from './criteria.events.js';

/** What the rules of a body's criteria look at. */
export interface Criteria {
  /** Versions so far; the first is the one adopted. */
  versions: number;
  readonly things: Things<CriteriaEvent>;
}

interface CriteriaOthers {
  /** Whether the campaign exists whose history the entry is to join. */
  readonly campaign?: boolean;
}

type CriteriaCommand = Asked<CriteriaCommands>;

export const criteria: Decider<Criteria, CriteriaCommands, CriteriaEvent, CriteriaOthers> = {
  category: 'criteria',
  creates: 'any',

  initial: () => ({ versions: 0, things: new Things() }),

  evolve(state, event) {
    state.versions = Math.max(state.versions, event.data.version);
    state.things.add('text', event);
    if (event.type === 'CriteriaAdopted') state.things.add('adoption', event);
    return state;
  },

  others(_, { data }) {
    const campaignId = 'campaignId' in data ? data.campaignId : undefined;
    return campaignId === undefined ? {} : { campaign: needExistence(streamName('campaign', campaignId)) };
  },

  campaignOf: (_, { data: { campaignId } }) => campaignId,

  decide(command, state, others) {
    const told = tell(command, state);
    return recordOnce(told, isSaid(told, state), criteria.violation(state, told, others));
  },

  violation(state, event, others) {
    if (others.campaign === false) return new Refusal('campaign.unknown', 'There is no such campaign.');
    switch (event.type) {
      case 'CriteriaAdopted':
        return adoptedAgain(state);
      case 'CriteriaRevised':
        return revisedWithoutAdoption(state, event);
    }
  },
};

function tell({ type, data, entry }: CriteriaCommand, { versions }: Criteria): Told<CriteriaEvent> {
  switch (type) {
    case 'AdoptCriteria':
      return { type: 'CriteriaAdopted', data: { criteria: data.criteria, version: 1 }, entry };
    case 'ReviseCriteria':
      return { type: 'CriteriaRevised', data: { criteria: data.criteria, version: versions + 1 }, entry };
  }
}

/** A body adopts once, so its adoption is said whatever stands now; a revision, whichever version it became. */
function isSaid(told: Told<CriteriaEvent>, { things, versions }: Criteria): boolean {
  if (told.type === 'CriteriaAdopted') return things.isSaid('adoption', told);
  for (let version = versions; version > 0; version--)
    if (things.isSaid('text', { ...told, data: { ...told.data, version } })) return true;
  return false;
}

function adoptedAgain({ versions }: Criteria): Refusal | undefined {
  if (versions === 0) return undefined;
  return new Refusal('criteria.exists', 'The body has criteria already; revise them.');
}

function revisedWithoutAdoption({ things }: Criteria, { entry }: Told<CriteriaEvent>): Refusal | undefined {
  if (things.standingBy('text', entry.occurredOn)) return undefined;
  return new Refusal('criteria.not-adopted', 'The body had adopted no criteria by then that could be revised.');
}
