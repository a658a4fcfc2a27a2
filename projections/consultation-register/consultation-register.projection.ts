import { standing, unsuperseded, type Claim } from '../../src/event-sourcing/things.js';
import type {
  ConsultationEvent,
  ConsultationHeld,
  InfluenceAssessed,
  SideData,
} from '../../src/imf/consultation/consultation.events.js';
import type { Arena } from '../../src/vocabulary/enumerations.js';
import type { AskData } from '../../src/vocabulary/steps-and-asks.js';
import { contestOf, rivalItems, toldBy, type Contest, type ToldClaim } from '../contests/contests.js';
import { addNextSteps, completeNextStep, nextStepTable, type NextStepRow } from '../steps/next-steps.js';
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

export const CONSULTATION_STATUSES = ['requested', 'scheduled', 'held', 'declined', 'cancelled'] as const;
export type ConsultationStatus = (typeof CONSULTATION_STATUSES)[number];

/** An entry on the consultation's status. Its request has no time in this: whatever is dated supersedes it. */
export interface StatusClaim extends ToldClaim {
  readonly status: ConsultationStatus;
  readonly reason: string | null;
  /** Of what was scheduled or held. */
  readonly mode?: string;
  /** Of what was scheduled. */
  readonly plannedFor?: string;
  readonly place?: string;
  /** Of what was declined. */
  readonly by?: string;
}

export interface MinutesClaim extends Claim {
  readonly occurredOn: string;
  readonly url: string;
  readonly agreedBy: string | null;
}

export interface ConsultationRow extends RowOfObject {
  arena: Arena;
  country: string | null;
  occasion: string | null;
  purpose: string | null;
  asks: readonly AskData[] | null;
  requestedOn: string | null;
  status: ConsultationStatus;
  /** As it was held, or else was to be held. */
  mode: string | null;
  statusClaims: StatusClaim[];
  /** Whether sources disagree on what became of it. */
  contested: boolean;
  minutes: MinutesClaim[];
}

/** What was said when the consultation was held. */
export interface MeetingRow extends RowOfStream {
  eventId: string;
  position: string;
  occurredOn: string;
  mode: string;
  participants: readonly SideData[];
  topics: readonly string[];
  summary: string;
  asks: readonly AskData[] | null;
}

export type InfluenceClaim = ToldClaim & { readonly occurredOn: string } & Omit<InfluenceAssessed['data'], 'topic'>;

export interface InfluenceRow extends RowOfStream {
  topic: string;
  claims: InfluenceClaim[];
}

interface Rows {
  consultation: ConsultationRow;
  meeting: MeetingRow;
  nextStep: NextStepRow;
  influence: InfluenceRow;
}

const ofStream = { stream: 'text', campaignId: 'text', visibility: 'text' } as const;

/** Consultations that were requested, scheduled, held or declined; who took part, on what, and with what influence. */
export const consultationRegister: Projection<Rows, ConsultationEvent> = {
  name: 'consultation-register',
  version: 2,
  categories: ['consultation'],
  tables: {
    consultation: {
      columns: {
        ...objectColumns,
        arena: 'text',
        country: 'text',
        occasion: 'text',
        purpose: 'text',
        asks: 'json',
        requestedOn: 'text',
        status: 'text',
        mode: 'text',
        statusClaims: 'json',
        contested: 'boolean',
        minutes: 'json',
      },
      key: ['stream'],
      indexes: objectIndexes,
    },
    meeting: {
      columns: {
        ...ofStream,
        eventId: 'text',
        position: 'position',
        occurredOn: 'text',
        mode: 'text',
        participants: 'json',
        topics: 'json',
        summary: 'text',
        asks: 'json',
      },
      key: ['eventId'],
    },
    nextStep: nextStepTable,
    influence: { columns: { ...ofStream, topic: 'text', claims: 'json' }, key: ['stream', 'topic'] },
  },

  fold(rows, event) {
    const row = rows.get('consultation', event.stream) ?? beginning(event);
    foldPart(rows, event);
    const told = { ...row, ...change(row, event), revision: event.revision };
    const status = standing(told.statusClaims)?.status ?? 'requested';
    rows.put('consultation', { ...told, status, mode: modeOf(told), contested: contestOver(told).contested });
  },
};

function beginning(event: Logged): ConsultationRow {
  return {
    ...objectRowOf(event),
    arena: 'imf',
    country: null,
    occasion: null,
    purpose: null,
    asks: null,
    requestedOn: null,
    status: 'requested',
    mode: null,
    statusClaims: [],
    contested: false,
    minutes: [],
  };
}

/** What the event changes in the consultation's own row. */
function change(row: ConsultationRow, event: Logged<ConsultationEvent>): Partial<ConsultationRow> {
  const { occurredOn } = event.entry;
  switch (event.type) {
    case 'ConsultationRequested': {
      const { country = null, asks = null, ...shown } = event.data;
      const first = { ...statusClaim(event, 'requested'), occurredOn: null };
      return { ...shown, country, asks, requestedOn: occurredOn, statusClaims: [first, ...row.statusClaims] };
    }
    case 'ConsultationScheduled':
      return { statusClaims: [...row.statusClaims, { ...statusClaim(event, 'scheduled'), ...event.data }] };
    case 'ConsultationDeclined':
      return { statusClaims: [...row.statusClaims, { ...statusClaim(event, 'declined'), ...event.data }] };
    case 'ConsultationCancelled':
      return { statusClaims: [...row.statusClaims, statusClaim(event, 'cancelled')] };
    case 'ConsultationHeld':
      return { statusClaims: [...row.statusClaims, { ...statusClaim(event, 'held'), mode: event.data.mode }] };
    case 'MinutesPublished': {
      const { agreedBy = null, url } = event.data;
      return { minutes: [...row.minutes, { url, agreedBy, occurredOn }] };
    }
    default:
      return {};
  }
}

function statusClaim(event: Logged, status: ConsultationStatus): StatusClaim {
  const { reason = null } = event.entry;
  return { ...toldBy(event), status, reason };
}

/** The mode of what stands, where it has one; else of what was scheduled, or of what was held. */
function modeOf(row: ConsultationRow): string | null {
  const held = standing(row.statusClaims.filter(({ status }) => status === 'held'));
  return standing(row.statusClaims)?.mode ?? schedule(row)?.mode ?? held?.mode ?? null;
}

function foldPart(rows: StreamRows<Rows>, event: Logged<ConsultationEvent>): void {
  switch (event.type) {
    case 'ConsultationHeld':
      rows.put('meeting', meetingRow(event));
      addNextSteps(rows, event, event.data.nextSteps);
      return;
    case 'NextStepCompleted':
      completeNextStep(rows, event);
      return;
    case 'InfluenceAssessed': {
      const { topic, ...assessed } = event.data;
      const row = rows.get('influence', event.stream, topic) ?? { ...rowOf(event), topic, claims: [] };
      const claim = { ...toldBy(event), ...assessed };
      rows.put('influence', { ...row, claims: [...row.claims, claim] });
      return;
    }
    default:
  }
}

function meetingRow(event: Logged<ConsultationHeld>): MeetingRow {
  const { mode, participants, topics, summary, asks = null } = event.data;
  const { id: eventId, position } = event;
  const { occurredOn } = event.entry;
  return { ...rowOf(event), eventId, position, occurredOn, mode, participants, topics, summary, asks };
}

/** What it was last set for, whatever became of it. */
export function schedule({ statusClaims }: ConsultationRow): StatusClaim | undefined {
  return standing(statusClaims.filter(({ status }) => status === 'scheduled'));
}

export function statusInForce({ statusClaims }: ConsultationRow): StatusClaim | undefined {
  return standing(statusClaims);
}

/**
 * Whether sources disagree on what became of the consultation: it was held, declined or cancelled, and by whom. To be
 * scheduled is to be held yet, and a change of the day is a change of mind: neither contradicts anything. Accounts of the
 * meeting stand side by side as meetings.
 */
export function contestOver({ statusClaims }: ConsultationRow): Contest {
  const ended = unsuperseded(statusClaims).filter(({ status }) => status !== 'scheduled');
  return contestOf(rivalItems(ended, ({ status, by = null }) => ({ status, by })));
}

export function minutesOf({ minutes }: ConsultationRow): MinutesClaim | undefined {
  return standing(minutes);
}
