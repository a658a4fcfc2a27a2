import {
  countryOf,
  ministerialOf,
  type InvitationEvent,
  type Recommendation,
} from '../../src/community-of-democracies/invitation/invitation.events.js';
import type { MinisterialEvent } from '../../src/community-of-democracies/ministerial/ministerial.events.js';
import { idOf } from '../../src/event-sourcing/event.js';
import { inHistoricalOrder, standing } from '../../src/event-sourcing/things.js';
import type { Arena } from '../../src/vocabulary/enumerations.js';
import { toldBy } from '../contests/contests.js';
import {
  objectColumns,
  objectRowOf,
  rowOf,
  type Logged,
  type Projection,
  type RowOfObject,
  type RowOfStream,
  type StreamRows,
} from '../projection.js';
import { differs } from './differs.js';
import {
  contestOver,
  type AdviceClaim,
  type AttendanceClaim,
  type DecisionClaim,
  type InvitationClaims,
} from './invitation-claims.js';

export interface InvitationRow extends RowOfObject, InvitationClaims {
  arena: Arena;
  ministerialId: string;
  country: string;
  /** Whether an entry says so: advice, input, decision and attendance may be recorded without one. */
  considered: boolean;
  /** What stands, as it is looked for. */
  recommendation: string | null;
  decision: string | null;
  attendedAs: string | null;
  differs: boolean | null;
  /** Whether sources disagree on any of it. */
  contested: boolean;
}

/** What an organisation recommended. Several may have. */
export interface InputRow extends RowOfStream {
  inputId: string;
  position: string;
  organisation: string;
  recommendation: Recommendation;
  assessment: string | null;
}

/** What invitations to it show of the ministerial. */
export interface MinisterialRow extends RowOfStream {
  edition: number | null;
}

interface Rows {
  invitation: InvitationRow;
  input: InputRow;
  ministerial: MinisterialRow;
}

const ofStream = { stream: 'text', campaignId: 'text', visibility: 'text' } as const;

/** Per ministerial and country: input, advice, decision and attendance side by side, and where they differ. */
export const invitationBoard: Projection<Rows, InvitationEvent | MinisterialEvent> = {
  name: 'invitation-board',
  version: 2,
  categories: ['invitation', 'ministerial'],
  tables: {
    invitation: {
      columns: {
        ...objectColumns,
        arena: 'text',
        ministerialId: 'text',
        country: 'text',
        considered: 'boolean',
        advice: 'json',
        decisions: 'json',
        attendances: 'json',
        recommendation: 'text',
        decision: 'text',
        attendedAs: 'text',
        differs: 'boolean',
        contested: 'boolean',
      },
      key: ['stream'],
      indexes: [['ministerialId', 'stream']],
    },
    input: {
      columns: {
        ...ofStream,
        inputId: 'text',
        position: 'position',
        organisation: 'text',
        recommendation: 'text',
        assessment: 'text',
      },
      key: ['stream', 'inputId'],
    },
    ministerial: { columns: { ...ofStream, edition: 'integer' }, key: ['stream'] },
  },

  fold(rows, event) {
    if (event.category === 'ministerial') foldMinisterial(rows, event as Logged<MinisterialEvent>);
    else foldInvitation(rows, event as Logged<InvitationEvent>);
  },
};

function foldMinisterial(rows: StreamRows<Rows>, event: Logged<MinisterialEvent>): void {
  const known = rows.get('ministerial', event.stream);
  if (event.type === 'MinisterialAnnounced') {
    const { edition } = event.data;
    rows.put('ministerial', { ...(known ?? rowOf(event)), edition });
  } else if (!known) rows.put('ministerial', { ...rowOf(event), edition: null });
}

function foldInvitation(rows: StreamRows<Rows>, event: Logged<InvitationEvent>): void {
  if (event.type === 'NgoInputSubmitted') addInput(rows, event);
  const row = rows.get('invitation', event.stream) ?? beginning(event);
  const told = { ...row, ...change(row, event), revision: event.revision };
  rows.put('invitation', { ...told, ...whatStands(told) });
}

function beginning(event: Logged): InvitationRow {
  const id = idOf(event.stream);
  return {
    ...objectRowOf(event),
    arena: 'community-of-democracies',
    ministerialId: ministerialOf(id),
    country: countryOf(id),
    considered: false,
    advice: [],
    decisions: [],
    attendances: [],
    recommendation: null,
    decision: null,
    attendedAs: null,
    differs: null,
    contested: false,
  };
}

function change(row: InvitationRow, event: Logged<InvitationEvent>): Partial<InvitationRow> {
  const told = toldBy(event);
  switch (event.type) {
    case 'CountryConsidered':
      return { considered: true };
    case 'AdviceRecorded': {
      const { rationale = null, ...advice } = event.data;
      return { advice: [...row.advice, { ...told, ...advice, rationale }] };
    }
    case 'InvitationDecided': {
      const { decision, decidedBy = null, rationale = null, inputsConsidered = null, late = null } = event.data;
      const claim = { ...told, revises: false, decision, decidedBy, rationale, inputsConsidered, late };
      return { decisions: [...row.decisions, claim] };
    }
    case 'InvitationRevised': {
      const unsaid = { decidedBy: null, inputsConsidered: null, late: null };
      const { reason: rationale = null } = event.entry;
      return { decisions: [...row.decisions, { ...told, revises: true, ...event.data, ...unsaid, rationale }] };
    }
    case 'AttendanceRecorded':
      return { attendances: [...row.attendances, { ...told, ...event.data }] };
    case 'NgoInputSubmitted':
      return {};
  }
}

function whatStands(claims: InvitationClaims): Partial<InvitationRow> {
  const { advice, decisions, attendances } = claims;
  const recommendation = standing(advice)?.recommendation ?? null;
  const decision = standing(decisions)?.decision ?? null;
  return {
    recommendation,
    decision,
    attendedAs: standing(attendances)?.as ?? null,
    differs: differs(recommendation, decision),
    contested: contestOver(claims).contested,
  };
}

/** Of several inputs of one id the first is it, as for those who decide. */
function addInput(rows: StreamRows<Rows>, event: Logged<InvitationEvent> & { type: 'NgoInputSubmitted' }): void {
  const { inputId = event.id, assessment = null, ...input } = event.data;
  if (rows.get('input', event.stream, inputId)) return;
  rows.put('input', { ...rowOf(event), inputId, position: event.position, ...input, assessment });
}

export function adviceOf({ advice }: InvitationRow): AdviceClaim | undefined {
  return standing(advice);
}

export function decisionOf({ decisions }: InvitationRow): DecisionClaim | undefined {
  return standing(decisions);
}

export function earlierDecisions(row: InvitationRow): DecisionClaim[] {
  const now = decisionOf(row);
  return inHistoricalOrder(row.decisions.filter((claim) => claim !== now));
}

export function attendanceOf({ attendances }: InvitationRow): AttendanceClaim | undefined {
  return standing(attendances);
}
