import { standing, inHistoricalOrder, type Claim } from '../../src/event-sourcing/things.js';
import type {
  ProposalDecided,
  ProposalEvent,
  ProposalTabled,
} from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import type { PartyData } from '../../src/vocabulary/words.js';
import { contestOf, rivalItems, toldBy, type Contest, type ToldClaim } from '../contests/contests.js';
import { countriesIn } from '../entries/countries-in.js';
import {
  objectColumns,
  objectIndexes,
  objectRowOf,
  rowOf,
  type Logged,
  type Projection,
  type RowOfObject,
  type RowOfStream,
  type StreamRows,
} from '../projection.js';

export const PROPOSAL_STATUSES = ['submitted', 'tabled', 'adopted', 'not-adopted', 'deferred', 'withdrawn'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** One version of the text. The first has no time among the claims: whatever is dated supersedes it. */
export interface TextVersion extends Claim {
  readonly version: number;
  readonly text: string;
  /** When it was put forward, as known. */
  readonly since: string;
  readonly reason: string | null;
}

/** A decision or withdrawal: entries on the proposal's status. */
export interface StatusClaim extends ToldClaim {
  readonly occurredOn: string;
  readonly status: ProposalStatus;
  readonly decision: ProposalDecided['data'] | null;
  readonly reason: string | null;
}

export type Tabling = ProposalTabled['data'] & { readonly occurredOn: string };

export interface ProposalRow extends RowOfObject {
  arena: string | null;
  title: string | null;
  ask: string | null;
  kind: string | null;
  addressedTo: string | null;
  submittedBy: PartyData[] | null;
  submittedOn: string | null;
  status: ProposalStatus;
  statusClaims: StatusClaim[];
  /** Whether sources disagree on what became of it. */
  contested: boolean;
  versions: TextVersion[];
  tablings: Tabling[];
  /** Countries that an entry of the proposal speaks of. */
  countries: string[];
}

export interface SignOnRow extends RowOfStream {
  organisation: string;
  claims: { readonly occurredOn: string; readonly signedOn: boolean; readonly country: string | null }[];
}

export interface DebateRow extends RowOfStream {
  eventId: string;
  position: string;
  occurredOn: string;
  forum: string;
  summary: string;
  interventions: object[] | null;
}

interface Rows {
  proposal: ProposalRow;
  signOn: SignOnRow;
  debate: DebateRow;
}

/** Each proposal with its texts, civil society's support, debates and decisions. */
export const proposals: Projection<Rows, ProposalEvent> = {
  name: 'proposals',
  version: 2,
  categories: ['proposal'],
  tables: {
    proposal: {
      columns: {
        ...objectColumns,
        arena: 'text',
        title: 'text',
        ask: 'text',
        kind: 'text',
        addressedTo: 'text',
        submittedBy: 'json',
        submittedOn: 'text',
        status: 'text',
        statusClaims: 'json',
        contested: 'boolean',
        versions: 'json',
        tablings: 'json',
        countries: 'set',
      },
      key: ['stream'],
      indexes: objectIndexes,
    },
    signOn: {
      columns: { stream: 'text', campaignId: 'text', visibility: 'text', organisation: 'text', claims: 'json' },
      key: ['stream', 'organisation'],
    },
    debate: {
      columns: {
        stream: 'text',
        campaignId: 'text',
        visibility: 'text',
        eventId: 'text',
        position: 'position',
        occurredOn: 'text',
        forum: 'text',
        summary: 'text',
        interventions: 'json',
      },
      key: ['eventId'],
    },
  },

  fold(rows, event) {
    const row = rows.get('proposal', event.stream) ?? beginning(event);
    foldPart(rows, event);
    const countries = new Set([...row.countries, ...countriesIn(event.stream, event.data)]);
    const told = { ...row, ...change(row, event), revision: event.revision, countries: [...countries].toSorted() };
    rows.put('proposal', { ...told, status: statusOf(told), contested: contestOver(told).contested });
  },
};

function beginning(event: Logged): ProposalRow {
  return {
    ...objectRowOf(event),
    arena: null,
    title: null,
    ask: null,
    kind: null,
    addressedTo: null,
    submittedBy: null,
    submittedOn: null,
    status: 'submitted',
    statusClaims: [],
    contested: false,
    versions: [],
    tablings: [],
    countries: [],
  };
}

/** What the event changes in the proposal's own row. */
function change(row: ProposalRow, event: Logged<ProposalEvent>): Partial<ProposalRow> {
  const { occurredOn, reason = null } = event.entry;
  switch (event.type) {
    case 'ProposalSubmitted': {
      const { text, submittedBy, ...shown } = event.data;
      const first: TextVersion = { version: 1, text, occurredOn: null, since: occurredOn, reason };
      return {
        ...shown,
        submittedBy: submittedBy ? [...submittedBy] : null,
        submittedOn: occurredOn,
        versions: [first, ...row.versions],
      };
    }
    case 'ProposalAmended':
      return { versions: [...row.versions, { ...event.data, occurredOn, since: occurredOn, reason }] };
    case 'ProposalTabled':
      return { tablings: [...row.tablings, { ...event.data, occurredOn }] };
    case 'ProposalDecided': {
      const claim: StatusClaim = { ...toldBy(event), status: event.data.result, decision: event.data, reason };
      return { statusClaims: [...row.statusClaims, claim] };
    }
    case 'ProposalWithdrawn':
      return {
        statusClaims: [...row.statusClaims, { ...toldBy(event), status: 'withdrawn', decision: null, reason }],
      };
    default:
      return {};
  }
}

function statusOf({ statusClaims, tablings }: ProposalRow): ProposalStatus {
  return standing(statusClaims)?.status ?? (tablings.length > 0 ? 'tabled' : 'submitted');
}

function foldPart(rows: StreamRows<Rows>, event: Logged<ProposalEvent>): void {
  const { occurredOn } = event.entry;
  switch (event.type) {
    case 'OrganisationSignedOn':
    case 'OrganisationSignOnWithdrawn': {
      const { organisation, country = null } = event.data;
      const row = rows.get('signOn', event.stream, organisation) ?? { ...rowOf(event), organisation, claims: [] };
      const claim = { occurredOn, signedOn: event.type === 'OrganisationSignedOn', country };
      rows.put('signOn', { ...row, claims: [...row.claims, claim] });
      return;
    }
    case 'ProposalDebated': {
      const { forum, summary, interventions } = event.data;
      const { id: eventId, position } = event;
      const said = interventions ? [...interventions] : null;
      rows.put('debate', { ...rowOf(event), eventId, position, occurredOn, forum, summary, interventions: said });
      return;
    }
    default:
  }
}

export function textInForce({ versions }: Pick<ProposalRow, 'versions'>): TextVersion | undefined {
  return standing(versions);
}

/** Whether sources disagree on what became of the proposal: on a decision, or on its withdrawal. */
export function contestOver({ statusClaims }: ProposalRow): Contest {
  return contestOf(
    rivalItems(statusClaims, ({ status, decision }) => ({ status, ...(decision ? decisionFields(decision) : {}) })),
  );
}

export function decisionFields(decision: ProposalDecided['data']): object {
  const { mechanism, result, tally = null, votes = null, irregular = null } = decision;
  return { mechanism, result, tally, votes, irregular };
}

export function decisionsInOrder({ statusClaims }: ProposalRow): StatusClaim[] {
  return inHistoricalOrder(statusClaims);
}
