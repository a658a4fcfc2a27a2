import { eventTypes } from '../../event-sourcing/codec.js';
import type { DomainEvent } from '../../event-sourcing/event.js';
import { listed, withDetail } from '../../vocabulary/words.js';

/** Bodies that have criteria for taking part in them. */
export const CRITERIA_BODIES = ['un-democracy-caucus', 'community-of-democracies'] as const;
export type CriteriaBody = (typeof CRITERIA_BODIES)[number];

export interface Criterion {
  readonly code: string;
  readonly text: string;
}

interface CriteriaText {
  readonly criteria: readonly Criterion[];
  /** Counts from 1. */
  readonly version: number;
}

export type CriteriaAdopted = DomainEvent<'CriteriaAdopted', CriteriaText>;
export type CriteriaRevised = DomainEvent<'CriteriaRevised', CriteriaText>;

export type CriteriaEvent = CriteriaAdopted | CriteriaRevised;

const BODY_IN_WORDS: Readonly<Record<string, string>> = {
  'un-democracy-caucus': 'UN Democracy Caucus',
  'community-of-democracies': 'Community of Democracies',
} satisfies Record<CriteriaBody, string>;

export const criteriaEvents = eventTypes<CriteriaEvent>(
  'criteria',
  {
    CriteriaAdopted: {
      version: 1,
      sentence: ({ criteria }, { id }) => withDetail(`${criteriaOf(id)} were adopted`, codesOf(criteria)),
    },
    CriteriaRevised: {
      version: 1,
      sentence: ({ criteria, version }, { id }) =>
        withDetail(`${criteriaOf(id)} were revised (version ${String(version)})`, codesOf(criteria)),
    },
  },
  { titleOf: criteriaOf, arenasOf: (body) => [body] },
);

function criteriaOf(body: string): string {
  return `The criteria for taking part in the ${BODY_IN_WORDS[body] ?? body}`;
}

function codesOf(criteria: readonly Criterion[]): string {
  return listed(criteria.map(({ code }) => code));
}
