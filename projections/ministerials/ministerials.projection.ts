import { inHistoricalOrder, standing, type Claim } from '../../src/event-sourcing/things.js';
import type { MinisterialEvent } from '../../src/community-of-democracies/ministerial/ministerial.events.js';
import type { Arena } from '../../src/vocabulary/enumerations.js';
import { contestOf, rivalItems, toldBy, type Contest, type ToldClaim } from '../contests/contests.js';
import {
  objectColumns,
  objectIndexes,
  objectRowOf,
  type Logged,
  type Projection,
  type RowOfObject,
} from '../projection.js';

export const MINISTERIAL_STATUSES = ['announced', 'invitations-open', 'invitations-closed', 'held'] as const;
export type MinisterialStatus = (typeof MINISTERIAL_STATUSES)[number];

/** When it was to be. What was announced has no time among the claims: whatever is dated supersedes it. */
export interface DatesClaim extends ToldClaim {
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** When that was said, as known. */
  readonly since: string;
  readonly reason: string | null;
}

/** Whether the invitations to it were opened or closed. */
export interface InvitationsClaim extends Claim {
  readonly occurredOn: string;
  readonly open: boolean;
  readonly criteriaVersion: number | null;
}

export interface HeldClaim extends Claim {
  readonly occurredOn: string;
  readonly declaration: string | null;
  readonly url: string | null;
}

export interface MinisterialRow extends RowOfObject {
  arena: Arena;
  edition: number | null;
  hostCountry: string | null;
  city: string | null;
  executiveSecretariat: string | null;
  announcedOn: string | null;
  status: MinisterialStatus;
  dates: DatesClaim[];
  /** Whether sources disagree on the dates. */
  contested: boolean;
  invitations: InvitationsClaim[];
  held: HeldClaim[];
}

interface Rows {
  ministerial: MinisterialRow;
}

/** The ministerials of the Community of Democracies: editions, hosts, dates. */
export const ministerials: Projection<Rows, MinisterialEvent> = {
  name: 'ministerials',
  version: 2,
  categories: ['ministerial'],
  tables: {
    ministerial: {
      columns: {
        ...objectColumns,
        arena: 'text',
        edition: 'integer',
        hostCountry: 'text',
        city: 'text',
        executiveSecretariat: 'text',
        announcedOn: 'text',
        status: 'text',
        dates: 'json',
        contested: 'boolean',
        invitations: 'json',
        held: 'json',
      },
      key: ['stream'],
      indexes: objectIndexes,
    },
  },

  fold(rows, event) {
    const row = rows.get('ministerial', event.stream) ?? beginning(event);
    const told = { ...row, ...change(row, event), revision: event.revision };
    rows.put('ministerial', { ...told, status: statusOf(told), contested: contestOver(told).contested });
  },
};

function beginning(event: Logged): MinisterialRow {
  return {
    ...objectRowOf(event),
    arena: 'community-of-democracies',
    edition: null,
    hostCountry: null,
    city: null,
    executiveSecretariat: null,
    announcedOn: null,
    status: 'announced',
    dates: [],
    contested: false,
    invitations: [],
    held: [],
  };
}

function change(row: MinisterialRow, event: Logged<MinisterialEvent>): Partial<MinisterialRow> {
  const { occurredOn, reason = null } = event.entry;
  switch (event.type) {
    case 'MinisterialAnnounced': {
      const { startsOn = null, endsOn = null, executiveSecretariat = null, ...shown } = event.data;
      const first: DatesClaim = { ...toldBy(event), startsOn, endsOn, occurredOn: null, since: occurredOn, reason };
      return { ...shown, executiveSecretariat, announcedOn: occurredOn, dates: [first, ...row.dates] };
    }
    case 'MinisterialRescheduled':
      return { dates: [...row.dates, { ...toldBy(event), ...event.data, since: occurredOn, reason }] };
    case 'InvitationsOpened': {
      const { criteriaVersion = null } = event.data;
      return { invitations: [...row.invitations, { occurredOn, open: true, criteriaVersion }] };
    }
    case 'InvitationsClosed':
      return { invitations: [...row.invitations, { occurredOn, open: false, criteriaVersion: null }] };
    case 'MinisterialHeld': {
      const { declaration = null, url = null } = event.data;
      return { held: [...row.held, { occurredOn, declaration, url }] };
    }
  }
}

/** Held is held, whatever is told of its invitations afterwards. */
function statusOf({ held, invitations }: MinisterialRow): MinisterialStatus {
  if (held.length > 0) return 'held';
  const now = standing(invitations);
  if (!now) return 'announced';
  return now.open ? 'invitations-open' : 'invitations-closed';
}

export function datesInForce({ dates }: MinisterialRow): DatesClaim | undefined {
  return standing(dates);
}

/** Whether sources disagree on the dates that were set; those announced were to be confirmed or moved. */
export function contestOver({ dates }: MinisterialRow): Contest {
  return contestOf(rivalItems(dates, ({ startsOn, endsOn }) => ({ startsOn, endsOn })));
}

/** Dates that others took the place of; an announcement that named none is not among them. */
export function earlierDates(row: MinisterialRow): DatesClaim[] {
  const now = datesInForce(row);
  const named = row.dates.filter(({ startsOn, endsOn }) => startsOn !== null || endsOn !== null);
  return inHistoricalOrder(named.filter((claim) => claim !== now));
}

/** The opening that stands, and the closing where the invitations stand closed. */
export function openingAndClosing({ invitations }: MinisterialRow): {
  opening: InvitationsClaim | undefined;
  closing: InvitationsClaim | undefined;
} {
  const now = standing(invitations);
  return { opening: standing(invitations.filter(({ open }) => open)), closing: now?.open ? undefined : now };
}

export function holding({ held }: MinisterialRow): HeldClaim | undefined {
  return standing(held);
}
