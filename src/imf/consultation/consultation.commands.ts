import type { CompleteNextStep } from '../../vocabulary/complete-next-step.js';
import type { FieldError } from '../../vocabulary/consistency.js';
import { EntryFields, ReasonedEntryFields } from '../../vocabulary/entry.js';
import {
  CalendarDate,
  Country,
  Group,
  Groups,
  OneOf,
  Text,
  Title,
  Titles,
  Uuid,
  WebAddress,
  WholeNumber,
  YesOrNo,
} from '../../vocabulary/fields.js';
import { stepsGivenTwice } from '../../vocabulary/next-steps.js';
import { Party } from '../../vocabulary/party.js';
import { Ask, NextStep } from '../../vocabulary/steps-and-asks.js';
import * as of from './consultation.events.js';

export class RequestConsultation extends EntryFields {
  @Uuid({ optional: true, description: 'chosen by the server unless given' }) id?: string;
  @Uuid() campaignId!: string;
  @Country({ optional: true }) country?: string;
  @OneOf(of.OCCASIONS, { description: 'around what civil society was heard' })
  occasion!: (typeof of.OCCASIONS)[number];
  @Text() purpose!: string;
  @Groups(() => Ask, { optional: true }) asks?: Ask[];
}

export class ScheduleConsultation extends EntryFields {
  @CalendarDate() plannedFor!: string;
  @Title({ optional: true }) place?: string;
  @OneOf(of.MODES) mode!: (typeof of.MODES)[number];
  @Text({ optional: true, description: 'why, in words; required where it is moved' }) declare reason?: string;
}

export class DeclineConsultation extends ReasonedEntryFields {
  @Title() by!: string;
}

export class CancelConsultation extends ReasonedEntryFields {}

/** Who took part on one side, as far as it is known. */
export class SideFields {
  @OneOf(of.SIDES) side!: (typeof of.SIDES)[number];
  @WholeNumber(1, { optional: true, description: 'how many' }) count?: number;
  @Titles({ optional: true }) organisations?: string[];
  @Titles({ optional: true, description: 'offices ("Mission chief"), never names' }) offices?: string[];
}

export class HoldConsultation extends EntryFields {
  @OneOf(of.MODES) mode!: (typeof of.MODES)[number];
  @Groups(() => SideFields) participants!: SideFields[];
  @Titles() topics!: string[];
  @Text() summary!: string;
  @Groups(() => Ask, { optional: true }) asks?: Ask[];
  @Groups(() => NextStep, { optional: true }) nextSteps?: NextStep[];

  inconsistencies(): FieldError[] {
    return stepsGivenTwice(this.nextSteps);
  }
}

export class PublishMinutes extends EntryFields {
  @WebAddress() url!: string;
  @Title({ optional: true }) agreedBy?: string;
}

export class AssessInfluence extends EntryFields {
  @Title() topic!: string;
  @OneOf(of.INFLUENCES) influence!: (typeof of.INFLUENCES)[number];
  @Text({ optional: true }) evidence?: string;
  @Group(() => Party, { optional: true }) assessedBy?: Party;
  @YesOrNo({ optional: true }) independent?: boolean;
}

/** Every command of a consultation, by name. */
export interface ConsultationCommands {
  RequestConsultation: RequestConsultation;
  ScheduleConsultation: ScheduleConsultation;
  DeclineConsultation: DeclineConsultation;
  CancelConsultation: CancelConsultation;
  HoldConsultation: HoldConsultation;
  CompleteNextStep: CompleteNextStep;
  PublishMinutes: PublishMinutes;
  AssessInfluence: AssessInfluence;
}
