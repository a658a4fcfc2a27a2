import { ApiProperty } from '@nestjs/swagger';
import { CalendarDate, Groups, OneOf, Text } from '../vocabulary/fields.js';
import { Source, VISIBILITIES } from '../vocabulary/entry.js';
import type { Visibility } from '../event-sourcing/event.js';

/** An entry that puts another right, or takes it back. */
export class RetractEntry {
  @CalendarDate({ optional: true, description: 'when it was found out; today (UTC) unless given' })
  occurredOn?: string;
  @Groups(() => Source, { optional: true }) sources?: Source[];
  @OneOf(VISIBILITIES, {
    optional: true,
    description: 'who may see it: never more than may see what it amends; members unless given',
  })
  visibility?: Visibility;
  @Text({ description: 'why, in words' }) reason!: string;
}

/** Judged without its patch, which is judged as a part of the entry that it leaves. */
export class CorrectEntry extends RetractEntry {
  static readonly patchSchema = {
    type: 'object',
    additionalProperties: true,
    minProperties: 1,
    example: { capacity: 'head-of-state' },
    description: 'the fields that should have been otherwise (RFC 7396: null clears); no ids or versions',
  } as const;

  @ApiProperty(CorrectEntry.patchSchema) patch!: Record<string, unknown>;
}
