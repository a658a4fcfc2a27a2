import { CalendarDate, Groups, OneOf, Sha256, Text, Title, WebAddress } from './fields.js';
import type { Visibility } from '../event-sourcing/event.js';
import type { FieldError } from './consistency.js';

export const VISIBILITIES = ['public', 'members', 'restricted'] as const;
export const SOURCE_KINDS = ['official-record', 'document', 'media', 'witness', 'own-observation'] as const;

/** Where an entry's content comes from. A witness is never named by a title. */
export class Source {
  @OneOf(SOURCE_KINDS) kind!: (typeof SOURCE_KINDS)[number];
  @Title({ optional: true, description: 'required, but for a witness, who has none' }) title?: string;
  @WebAddress({ optional: true }) url?: string;
  @WebAddress({ optional: true }) archivedUrl?: string;
  @Title({ optional: true, description: 'page, minute' }) locator?: string;
  @CalendarDate({ optional: true }) accessedOn?: string;
  @Sha256({ optional: true, description: 'of the file that was seen' }) sha256?: string;

  inconsistencies(): FieldError[] {
    const isWitness = this.kind === 'witness';
    if (isWitness && this.title !== undefined) return [{ field: 'title', message: 'must be absent for a witness' }];
    if (!isWitness && this.title === undefined) return [{ field: 'title', message: 'is required' }];
    return [];
  }
}

/** What every entry says beside its own fields. */
export class EntryFields {
  @CalendarDate({ description: 'when it happened: a day, or only its month or year where no more is known' })
  occurredOn!: string;
  @Groups(() => Source, { optional: true }) sources?: Source[];
  @OneOf(VISIBILITIES, { optional: true, description: 'who may see it; members unless given' })
  visibility?: Visibility;
  @Text({ optional: true, description: 'why, in words' }) reason?: string;
}

/** An entry that must say why. */
export class ReasonedEntryFields extends EntryFields {
  @Text({ description: 'why, in words' }) declare reason: string;
}
