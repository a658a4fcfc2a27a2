import { eventTypes, type Subject } from '../../event-sourcing/codec.js';
import type { DomainEvent } from '../../event-sourcing/event.js';
import { countryName } from '../../vocabulary/countries.js';
import { inBrackets, quoted, withDetail } from '../../vocabulary/words.js';

export const RECOMMENDATIONS = ['participant', 'observer', 'not-invited'] as const;
export const ADVICE = [...RECOMMENDATIONS, 'withheld'] as const;
export const INVITATION_DECISIONS = [...RECOMMENDATIONS, 'deferred'] as const;
export const ATTENDANCES = ['participant', 'observer', 'absent', 'other'] as const;

export type Recommendation = (typeof RECOMMENDATIONS)[number];
export type Advice = (typeof ADVICE)[number];
export type InvitationDecision = (typeof INVITATION_DECISIONS)[number];
export type Attendance = (typeof ATTENDANCES)[number];

export type CountryConsidered = DomainEvent<'CountryConsidered', Readonly<Record<never, never>>>;
export type NgoInputSubmitted = DomainEvent<
  'NgoInputSubmitted',
  {
    /** Of the input as a part; the event's id where it is absent. */
    readonly inputId?: string;
    readonly organisation: string;
    readonly recommendation: Recommendation;
    readonly assessment?: string;
  }
>;
export type AdviceRecorded = DomainEvent<
  'AdviceRecorded',
  { readonly by: string; readonly recommendation: Advice; readonly rationale?: string }
>;
export type InvitationDecided = DomainEvent<
  'InvitationDecided',
  {
    readonly decision: InvitationDecision;
    readonly decidedBy?: string;
    readonly rationale?: string;
    /** Absent where it is not known, empty where none was considered. */
    readonly inputsConsidered?: readonly string[];
    /** Decided after the invitations had closed. */
    readonly late?: boolean;
  }
>;
export type InvitationRevised = DomainEvent<'InvitationRevised', { readonly decision: InvitationDecision }>;
export type AttendanceRecorded = DomainEvent<
  'AttendanceRecorded',
  { readonly as: Attendance; readonly level?: string }
>;

export type InvitationEvent =
  CountryConsidered | NgoInputSubmitted | AdviceRecorded | InvitationDecided | InvitationRevised | AttendanceRecorded;

/** The ministerial that an invitation, by its id `<ministerialId>-<COUNTRY>`, is for. */
export function ministerialOf(invitationId: string): string {
  return invitationId.slice(0, invitationId.lastIndexOf('-'));
}

/** The country that an invitation is for. */
export function countryOf(invitationId: string): string {
  return invitationId.slice(invitationId.lastIndexOf('-') + 1);
}

export const invitationEvents = eventTypes<InvitationEvent>(
  'invitation',
  {
    CountryConsidered: {
      version: 1,
      sentence: (_, subject) => `${countryIn(subject)} was considered for ${ministerialIn(subject)}.`,
    },
    NgoInputSubmitted: {
      version: 1,
      sentence: ({ organisation, recommendation, assessment }, subject) =>
        withDetail(`${organisation} recommended ${INVITING[recommendation](subject)}`, assessment),
    },
    AdviceRecorded: {
      version: 1,
      sentence: ({ by, recommendation, rationale }, subject) =>
        withDetail(
          recommendation === 'withheld'
            ? `${by} withheld advice on inviting ${countryIn(subject)} to ${ministerialIn(subject)}`
            : `${by} advised ${INVITING[recommendation](subject)}`,
          rationale,
        ),
    },
    InvitationDecided: {
      version: 1,
      sentence: ({ decision, decidedBy, rationale, late }, subject) => {
        const decided = `${DECIDED[decision](subject)}${inBrackets(decidedBy)}`;
        return withDetail(late ? `${decided}, after the invitations had closed` : decided, rationale);
      },
    },
    InvitationRevised: {
      version: 1,
      sentence: ({ decision }, subject) => `${DECIDED[decision](subject)}; this revised an earlier decision.`,
    },
    AttendanceRecorded: {
      version: 1,
      sentence: ({ as, level }, subject) =>
        `${countryIn(subject)} ${ATTENDED[as](ministerialIn(subject))}${inBrackets(level)}.`,
    },
  },
  { titleOf: countryOf, arenasOf: () => ['community-of-democracies'] },
);

type InWords<Value extends string> = Readonly<Record<Value, (subject: Subject) => string>>;

const INVITING: InWords<Recommendation> = {
  participant: (subject) => `inviting ${countryIn(subject)} to ${ministerialIn(subject)} as a participant`,
  observer: (subject) => `inviting ${countryIn(subject)} to ${ministerialIn(subject)} as an observer`,
  'not-invited': (subject) => `not inviting ${countryIn(subject)} to ${ministerialIn(subject)}`,
};
const DECIDED: InWords<InvitationDecision> = {
  participant: (subject) => `${countryIn(subject)} was invited to ${ministerialIn(subject)} as a participant`,
  observer: (subject) => `${countryIn(subject)} was invited to ${ministerialIn(subject)} as an observer`,
  'not-invited': (subject) => `${countryIn(subject)} was not invited to ${ministerialIn(subject)}`,
  deferred: (subject) => `The decision on inviting ${countryIn(subject)} to ${ministerialIn(subject)} was deferred`,
};
const ATTENDED: Readonly<Record<Attendance, (ministerial: string) => string>> = {
  participant: (ministerial) => `took part in ${ministerial} as a participant`,
  observer: (ministerial) => `attended ${ministerial} as an observer`,
  absent: (ministerial) => `was absent from ${ministerial}`,
  other: (ministerial) => `attended ${ministerial} in another role`,
};

function countryIn({ id }: Subject): string {
  return countryName(countryOf(id));
}

function ministerialIn(subject: Subject): string {
  return `the ministerial ${quoted(subject.titleOf(`ministerial-${ministerialOf(subject.id)}`))}`;
}
