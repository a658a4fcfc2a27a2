import { eventTypes } from '../../event-sourcing/codec.js';
import type { DomainEvent } from '../../event-sourcing/event.js';
import { countryName } from '../../vocabulary/countries.js';
import type { NextStepCompleted } from '../../vocabulary/next-steps.js';
import type { AskData, NextStepData } from '../../vocabulary/steps-and-asks.js';
import { inBrackets, type PartyData, quoted, shortened, withDetail } from '../../vocabulary/words.js';

export const OCCASIONS = [
  'article-iv',
  'programme-review',
  'technical-assistance',
  'policy-review',
  'country-strategy',
  'spring-meetings',
  'annual-meetings',
  'other',
] as const;
export const MODES = ['in-person', 'remote', 'written'] as const;
export const SIDES = ['imf', 'executive-director', 'authorities', 'civil-society'] as const;
export const INFLUENCES = ['none', 'acknowledged', 'reflected', 'adopted'] as const;

/** Who took part on one side, as far as it is known. */
export interface SideData {
  readonly side: (typeof SIDES)[number];
  readonly count?: number;
  readonly organisations?: readonly string[];
  readonly offices?: readonly string[];
}

export type ConsultationRequested = DomainEvent<
  'ConsultationRequested',
  {
    readonly country?: string;
    readonly occasion: (typeof OCCASIONS)[number];
    readonly purpose: string;
    readonly asks?: readonly AskData[];
  }
>;
export type ConsultationScheduled = DomainEvent<
  'ConsultationScheduled',
  { readonly plannedFor: string; readonly place?: string; readonly mode: (typeof MODES)[number] }
>;
export type ConsultationDeclined = DomainEvent<'ConsultationDeclined', { readonly by: string }>;
export type ConsultationCancelled = DomainEvent<'ConsultationCancelled', Readonly<Record<never, never>>>;
export type ConsultationHeld = DomainEvent<
  'ConsultationHeld',
  {
    readonly mode: (typeof MODES)[number];
    readonly participants: readonly SideData[];
    readonly topics: readonly string[];
    readonly summary: string;
    readonly asks?: readonly AskData[];
    readonly nextSteps?: readonly NextStepData[];
  }
>;
export type MinutesPublished = DomainEvent<'MinutesPublished', { readonly url: string; readonly agreedBy?: string }>;
export type InfluenceAssessed = DomainEvent<
  'InfluenceAssessed',
  {
    readonly topic: string;
    readonly influence: (typeof INFLUENCES)[number];
    readonly evidence?: string;
    readonly assessedBy?: PartyData;
    readonly independent?: boolean;
  }
>;

export type ConsultationEvent =
  | ConsultationRequested
  | ConsultationScheduled
  | ConsultationDeclined
  | ConsultationCancelled
  | ConsultationHeld
  | NextStepCompleted
  | MinutesPublished
  | InfluenceAssessed;

const OCCASION_IN_WORDS = {
  'article-iv': 'an Article IV mission',
  'programme-review': 'a programme review',
  'technical-assistance': 'technical assistance',
  'policy-review': 'a policy review',
  'country-strategy': 'a country strategy',
  'spring-meetings': 'the Spring Meetings',
  'annual-meetings': 'the Annual Meetings',
  other: 'another occasion',
} as const;
const MODE_IN_WORDS = { 'in-person': 'in person', remote: 'remotely', written: 'in writing' } as const;
const INFLUENCE_IN_WORDS = {
  none: 'had no influence',
  acknowledged: 'was acknowledged',
  reflected: 'was reflected',
  adopted: 'was adopted',
} as const;

export const consultationEvents = eventTypes<ConsultationEvent>(
  'consultation',
  {
    ConsultationRequested: {
      version: 1,
      sentence: ({ country, occasion, purpose }) => {
        const where = country === undefined ? '' : ` in ${countryName(country)}`;
        return withDetail(`A consultation was requested around ${OCCASION_IN_WORDS[occasion]}${where}`, purpose);
      },
      title: ({ purpose }) => shortened(purpose),
    },
    ConsultationScheduled: {
      version: 1,
      sentence: ({ plannedFor, place, mode }, { title }) =>
        `The consultation ${quoted(title)} was set for ${plannedFor}, ${MODE_IN_WORDS[mode]}${inBrackets(place)}.`,
    },
    ConsultationDeclined: {
      version: 1,
      sentence: ({ by }, { title }) => `The consultation ${quoted(title)} was declined by ${by}.`,
    },
    ConsultationCancelled: {
      version: 1,
      sentence: (_, { title }) => `The consultation ${quoted(title)} was cancelled.`,
    },
    ConsultationHeld: {
      version: 1,
      sentence: ({ mode, summary }, { title }) =>
        withDetail(`The consultation ${quoted(title)} was held ${MODE_IN_WORDS[mode]}`, summary),
    },
    NextStepCompleted: {
      version: 1,
      sentence: ({ result }, { title }) =>
        withDetail(`A next step of the consultation ${quoted(title)} was done`, result),
    },
    MinutesPublished: {
      version: 1,
      sentence: ({ agreedBy }, { title }) => {
        const agreement = agreedBy === undefined ? undefined : `agreed by ${agreedBy}`;
        return `Minutes of the consultation ${quoted(title)} were published${inBrackets(agreement)}.`;
      },
    },
    InfluenceAssessed: {
      version: 1,
      sentence: ({ topic, influence, evidence }, { title }) =>
        withDetail(
          `On ${quoted(topic)}, what civil society said in ${quoted(title)} ${INFLUENCE_IN_WORDS[influence]}`,
          evidence,
        ),
    },
  },
  { arenasOf: () => ['imf'] },
);
