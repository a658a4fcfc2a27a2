import type {
  AttendanceRecorded,
  InvitationDecided,
} from '../../src/community-of-democracies/invitation/invitation.events.js';
import { unsuperseded } from '../../src/event-sourcing/things.js';
import { contestOf, rivalItems, type Contest, type ToldClaim } from '../contests/contests.js';

export interface AdviceClaim extends ToldClaim {
  readonly occurredOn: string;
  readonly by: string;
  readonly recommendation: string;
  readonly rationale: string | null;
}

/** A decision, or its revision: both are entries on the same thing. What a revision does not say is null. */
export interface DecisionClaim extends ToldClaim {
  readonly occurredOn: string;
  readonly revises: boolean;
  readonly decision: InvitationDecided['data']['decision'];
  readonly decidedBy: string | null;
  /** Of a revision, its reason. */
  readonly rationale: string | null;
  readonly inputsConsidered: readonly string[] | null;
  readonly late: boolean | null;
}

export type AttendanceClaim = ToldClaim & { readonly occurredOn: string } & AttendanceRecorded['data'];

/** All that is claimed of an invitation, as recorded. */
export interface InvitationClaims {
  advice: AdviceClaim[];
  decisions: DecisionClaim[];
  attendances: AttendanceClaim[];
}

/**
 * Whether sources disagree on the advice, on the decision or on the attendance. A revision is a change of mind: it has
 * a reason and refers to the decision before it, so it contradicts none, and settles nothing unless it is later.
 */
export function contestOver({ advice, decisions, attendances }: InvitationClaims): Contest {
  return contestOf(
    rivalItems(advice, adviceFields),
    rivalItems(
      unsuperseded(decisions).filter(({ revises }) => !revises),
      decisionFields,
    ),
    rivalItems(attendances, attendanceFields),
  );
}

export function adviceFields({ by, recommendation, rationale }: AdviceClaim): object {
  return { by, recommendation, rationale };
}

export function decisionFields({ decision, decidedBy, rationale, inputsConsidered, late }: DecisionClaim): object {
  return { decision, decidedBy, rationale, inputsConsidered, late };
}

export function attendanceFields(claim: AttendanceClaim): object {
  const { as, level = null } = claim;
  return { as, level };
}
