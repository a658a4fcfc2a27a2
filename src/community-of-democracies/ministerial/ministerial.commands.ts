import { certainlyPrecedes, isPartialDate } from '../../event-sourcing/occurred-on.js';
import type { FieldError } from '../../vocabulary/consistency.js';
import { EntryFields, ReasonedEntryFields } from '../../vocabulary/entry.js';
import { CalendarDate, Country, Text, Title, Uuid, WebAddress, WholeNumber } from '../../vocabulary/fields.js';

export class AnnounceMinisterial extends EntryFields {
  @Uuid({ optional: true, description: 'chosen by the server unless given' }) id?: string;
  @Uuid() campaignId!: string;
  @WholeNumber(1) edition!: number;
  @Country() hostCountry!: string;
  @Title() city!: string;
  @CalendarDate({ optional: true }) startsOn?: string;
  @CalendarDate({ optional: true }) endsOn?: string;
  @Title({ optional: true }) executiveSecretariat?: string;

  inconsistencies(): FieldError[] {
    return endBeforeStart(this);
  }
}

export class RescheduleMinisterial extends ReasonedEntryFields {
  @CalendarDate() startsOn!: string;
  @CalendarDate() endsOn!: string;

  inconsistencies(): FieldError[] {
    return endBeforeStart(this);
  }
}

function endBeforeStart({ startsOn, endsOn }: { startsOn?: unknown; endsOn?: unknown }): FieldError[] {
  if (!isPartialDate(startsOn) || !isPartialDate(endsOn) || !certainlyPrecedes(endsOn, startsOn)) return [];
  return [{ field: 'endsOn', message: 'must not come before startsOn' }];
}

export class OpenInvitations extends EntryFields {
  @WholeNumber(1, { optional: true, description: 'of the criteria of the Community of Democracies' })
  criteriaVersion?: number;
}

export class CloseInvitations extends EntryFields {}

export class HoldMinisterial extends EntryFields {
  @Text({ optional: true }) declaration?: string;
  @WebAddress({ optional: true }) url?: string;
}

/** Every command of a ministerial, by name. */
export interface MinisterialCommands {
  AnnounceMinisterial: AnnounceMinisterial;
  RescheduleMinisterial: RescheduleMinisterial;
  OpenInvitations: OpenInvitations;
  CloseInvitations: CloseInvitations;
  HoldMinisterial: HoldMinisterial;
}
