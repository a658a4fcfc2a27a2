import { unsuperseded } from '../../src/event-sourcing/things.js';
import type {
  StateEndorsed,
  StateEndorsementWithdrawn,
  StateObjected,
  Vote,
} from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { contestOf, rivalItems, toldBy, type Contest, type ToldClaim } from '../contests/contests.js';
import type { Logged } from '../projection.js';

/** What a state did about one text: endorsed it, objected to it, or took its endorsement back. */
export interface StanceClaim extends ToldClaim {
  readonly occurredOn: string;
  readonly version: number;
  /** Null where the endorsement was taken back. */
  readonly stance: 'endorsed' | 'objected' | null;
  readonly capacity: string | null;
  readonly form: string | null;
  readonly reservation: string | null;
  readonly grounds: string | null;
}

export interface VoteClaim extends ToldClaim {
  readonly occurredOn: string;
  readonly vote: Vote['vote'];
}

type StanceEvent = StateEndorsed | StateObjected | StateEndorsementWithdrawn;

export function stanceClaim(event: Logged<StanceEvent>): StanceClaim {
  const { version } = event.data;
  const claim = { ...toldBy(event), version, capacity: null, form: null, reservation: null, grounds: null };
  switch (event.type) {
    case 'StateEndorsed': {
      const { capacity = null, form = null, reservation = null } = event.data;
      return { ...claim, stance: 'endorsed', capacity, form, reservation };
    }
    case 'StateObjected': {
      const { form = null, grounds = null } = event.data;
      return { ...claim, stance: 'objected', form, grounds };
    }
    case 'StateEndorsementWithdrawn':
      return { ...claim, stance: null };
  }
}

/**
 * Whether sources disagree on what a state did about one text, or on how it voted on it. A withdrawal is a change of
 * mind: it presupposes the endorsement that it takes back, so it contradicts none.
 */
export function contestOver(stances: readonly StanceClaim[], votes: readonly VoteClaim[]): Contest {
  if (stances.length < 2 && votes.length < 2) return { contested: false };
  const taken = unsuperseded(stances).filter(({ stance }) => stance !== null);
  return contestOf(
    rivalItems(taken, ({ stance, capacity, form, reservation, grounds }) => ({
      stance,
      capacity,
      form,
      reservation,
      grounds,
    })),
    rivalItems(votes, ({ vote }) => ({ vote })),
  );
}
