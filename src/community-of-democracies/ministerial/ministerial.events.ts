import { eventTypes } from '../../event-sourcing/codec.js';
import type { DomainEvent } from '../../event-sourcing/event.js';
import { countryName } from '../../vocabulary/countries.js';
import { quoted } from '../../vocabulary/words.js';

export type MinisterialAnnounced = DomainEvent<
  'MinisterialAnnounced',
  {
    readonly edition: number;
    readonly hostCountry: string;
    readonly city: string;
    readonly startsOn?: string;
    readonly endsOn?: string;
    readonly executiveSecretariat?: string;
  }
>;
export type MinisterialRescheduled = DomainEvent<
  'MinisterialRescheduled',
  { readonly startsOn: string; readonly endsOn: string }
>;
export type InvitationsOpened = DomainEvent<
  'InvitationsOpened',
  {
    /** Of the criteria of the Community of Democracies. */
    readonly criteriaVersion?: number;
  }
>;
export type InvitationsClosed = DomainEvent<'InvitationsClosed', Readonly<Record<never, never>>>;
export type MinisterialHeld = DomainEvent<'MinisterialHeld', { readonly declaration?: string; readonly url?: string }>;

export type MinisterialEvent =
  MinisterialAnnounced | MinisterialRescheduled | InvitationsOpened | InvitationsClosed | MinisterialHeld;

export const ministerialEvents = eventTypes<MinisterialEvent>(
  'ministerial',
  {
    MinisterialAnnounced: {
      version: 1,
      sentence: ({ edition, hostCountry, city, ...dates }) =>
        `Ministerial ${String(edition)} was announced for ${city}, ${countryName(hostCountry)}${when(dates)}.`,
      title: ({ city, edition, startsOn }) => `${city} ${startsOn?.slice(0, 4) ?? `(edition ${String(edition)})`}`,
    },
    MinisterialRescheduled: {
      version: 1,
      sentence: (dates, { title }) => `The ministerial ${quoted(title)} was rescheduled${when(dates)}.`,
    },
    InvitationsOpened: {
      version: 1,
      sentence: ({ criteriaVersion }, { title }) => {
        const under = criteriaVersion === undefined ? '' : `, under version ${String(criteriaVersion)} of the criteria`;
        return `Invitations to the ministerial ${quoted(title)} were opened${under}.`;
      },
    },
    InvitationsClosed: {
      version: 1,
      sentence: (_, { title }) => `Invitations to the ministerial ${quoted(title)} were closed.`,
    },
    MinisterialHeld: {
      version: 1,
      sentence: ({ declaration }, { title }) =>
        `The ministerial ${quoted(title)} was held${declaration === undefined ? '' : ' and issued a declaration'}.`,
    },
  },
  { arenasOf: () => ['community-of-democracies'] },
);

/** `, from 2007-11-14 until 2007-11-17`, as far as it is known. */
function when({ startsOn, endsOn }: { readonly startsOn?: string; readonly endsOn?: string }): string {
  if (startsOn !== undefined && startsOn === endsOn) return `, ${startsOn.length === DAY ? 'on' : 'in'} ${startsOn}`;
  const known = [...(startsOn ? [`from ${startsOn}`] : []), ...(endsOn ? [`until ${endsOn}`] : [])];
  return known.length === 0 ? '' : `, ${known.join(' ')}`;
}

/** Characters of a date known to the day. */
const DAY = 10;
