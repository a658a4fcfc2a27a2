import type { StreamName } from '../../event-sourcing/event.js';
import type { CompleteNextStep } from '../../vocabulary/complete-next-step.js';
import type { FieldError } from '../../vocabulary/consistency.js';
import { EntryFields, ReasonedEntryFields } from '../../vocabulary/entry.js';
import { ARENAS, LEVELS, type Arena, type Level } from '../../vocabulary/enumerations.js';
import {
  CalendarDate,
  Countries,
  Group,
  Groups,
  OneOf,
  Regarding,
  SomeOf,
  Text,
  Title,
  UserId,
  UserIds,
  Uuid,
  YesOrNo,
} from '../../vocabulary/fields.js';
import { stepsGivenTwice } from '../../vocabulary/next-steps.js';
import { Participant, Party } from '../../vocabulary/party.js';
import { Ask, NextStep } from '../../vocabulary/steps-and-asks.js';
import * as of from './campaign.events.js';

const DERIVED = "the entry's own, unless given";

export class LaunchCampaign extends EntryFields {
  @Uuid({ optional: true, description: 'chosen by the server unless given' }) id?: string;
  @Title() title!: string;
  @Text() objective!: string;
  @SomeOf(ARENAS) arenas!: Arena[];
  @SomeOf(LEVELS) levels!: Level[];
  @Countries({ optional: true }) countries?: string[];
  @UserIds({ optional: true, description: 'whoever launches it, unless given' }) leads?: string[];
}

export class ReviseObjective extends ReasonedEntryFields {
  @Text() objective!: string;
}

export class AdoptStrategy extends EntryFields {
  @OneOf(LEVELS) level!: Level;
  @Text() goals!: string;
  @Text() tactics!: string;
}

export class PlanMilestone extends EntryFields {
  @Uuid({ optional: true, description: DERIVED }) milestoneId?: string;
  @Title() title!: string;
  @CalendarDate() dueOn!: string;
}

export class RescheduleMilestone extends ReasonedEntryFields {
  @Uuid() milestoneId!: string;
  @CalendarDate() dueOn!: string;
}

export class ReachMilestone extends EntryFields {
  @Uuid() milestoneId!: string;
  @Text({ optional: true }) evidence?: string;
}

export class MissMilestone extends ReasonedEntryFields {
  @Uuid() milestoneId!: string;
}

export class LogAction extends EntryFields {
  @Uuid({ optional: true, description: DERIVED }) actionId?: string;
  @OneOf(of.ACTION_KINDS) kind!: (typeof of.ACTION_KINDS)[number];
  @OneOf(LEVELS) level!: Level;
  @Text() summary!: string;
  @Groups(() => Party, { optional: true }) targets?: Party[];
  @Groups(() => Participant, { optional: true }) participants?: Participant[];
  @Regarding() regarding?: StreamName[];
  @Groups(() => Ask, { optional: true }) asks?: Ask[];
  @Text({ optional: true }) result?: string;
  @Groups(() => NextStep, { optional: true }) nextSteps?: NextStep[];

  inconsistencies(): FieldError[] {
    return stepsGivenTwice(this.nextSteps);
  }
}

export class RecordDevelopment extends EntryFields {
  @Group(() => Party, { optional: true }) who?: Party;
  @Text() summary!: string;
  @Regarding() regarding?: StreamName[];
}

export class RecordOutcome extends EntryFields {
  @Uuid({ optional: true, description: DERIVED }) outcomeId?: string;
  @Group(() => Party, { description: 'the party that changed' }) actor!: Party;
  @Text() change!: string;
  @OneOf(of.OUTCOME_KINDS) kind!: (typeof of.OUTCOME_KINDS)[number];
  @OneOf(of.DIRECTIONS) direction!: (typeof of.DIRECTIONS)[number];
  @Text() significance!: string;
  @Text({ optional: true }) contribution?: string;
  @Text({ optional: true }) otherFactors?: string;
  @Regarding() regarding?: StreamName[];
}

export class SubstantiateOutcome extends EntryFields {
  @Uuid() outcomeId!: string;
  @Group(() => Party) by!: Party;
  @YesOrNo() independent!: boolean;
  @OneOf(of.VERDICTS) verdict!: (typeof of.VERDICTS)[number];
  @Text({ optional: true }) comment?: string;
}

export class AddPartner extends EntryFields {
  @Title() organisation!: string;
  @Title({ optional: true }) role?: string;
}

export class RemovePartner extends ReasonedEntryFields {
  @Title() organisation!: string;
}

export class AppointLead extends EntryFields {
  @UserId() userId!: string;
}

export class RelieveLead extends EntryFields {
  @UserId() userId!: string;
}

export class PauseCampaign extends ReasonedEntryFields {}

export class ResumeCampaign extends ReasonedEntryFields {}

export class ConcludeCampaign extends EntryFields {
  @OneOf(of.ACHIEVEMENTS) achievement!: (typeof of.ACHIEVEMENTS)[number];
  @Text() assessment!: string;
  @Text({ optional: true }) lessons?: string;
  @Group(() => Party, { optional: true }) assessedBy?: Party;
  @YesOrNo({ optional: true }) independent?: boolean;
}

export class ReopenCampaign extends ReasonedEntryFields {}

/** Every command of a campaign, by name. */
export interface CampaignCommands {
  LaunchCampaign: LaunchCampaign;
  ReviseObjective: ReviseObjective;
  AdoptStrategy: AdoptStrategy;
  PlanMilestone: PlanMilestone;
  RescheduleMilestone: RescheduleMilestone;
  ReachMilestone: ReachMilestone;
  MissMilestone: MissMilestone;
  LogAction: LogAction;
  RecordDevelopment: RecordDevelopment;
  RecordOutcome: RecordOutcome;
  SubstantiateOutcome: SubstantiateOutcome;
  CompleteNextStep: CompleteNextStep;
  AddPartner: AddPartner;
  RemovePartner: RemovePartner;
  AppointLead: AppointLead;
  RelieveLead: RelieveLead;
  PauseCampaign: PauseCampaign;
  ResumeCampaign: ResumeCampaign;
  ConcludeCampaign: ConcludeCampaign;
  ReopenCampaign: ReopenCampaign;
}
