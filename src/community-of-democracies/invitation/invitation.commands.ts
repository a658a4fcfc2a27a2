import { EntryFields, ReasonedEntryFields } from '../../vocabulary/entry.js';
import { OneOf, Text, Title, Uuid, Uuids, YesOrNo } from '../../vocabulary/fields.js';
import * as of from './invitation.events.js';

export class ConsiderCountry extends EntryFields {}

export class SubmitNgoInput extends EntryFields {
  @Uuid({ optional: true, description: "the entry's id unless given" }) inputId?: string;
  @Title() organisation!: string;
  @OneOf(of.RECOMMENDATIONS) recommendation!: of.Recommendation;
  @Text({ optional: true }) assessment?: string;
}

export class RecordAdvice extends EntryFields {
  @Title() by!: string;
  @OneOf(of.ADVICE) recommendation!: of.Advice;
  @Text({ optional: true }) rationale?: string;
}

export class DecideInvitation extends EntryFields {
  @OneOf(of.INVITATION_DECISIONS) decision!: of.InvitationDecision;
  @Title({ optional: true }) decidedBy?: string;
  @Text({ optional: true }) rationale?: string;
  @Uuids({ optional: true, description: 'inputIds; absent = not known, empty = none was considered' })
  inputsConsidered?: string[];
  @YesOrNo({ optional: true, description: 'decided after the invitations had closed; needs a reason' }) late?: boolean;
}

export class ReviseDecision extends ReasonedEntryFields {
  @OneOf(of.INVITATION_DECISIONS) decision!: of.InvitationDecision;
}

export class RecordAttendance extends EntryFields {
  @OneOf(of.ATTENDANCES) as!: of.Attendance;
  @Title({ optional: true, description: 'of the delegation, such as minister' }) level?: string;
}

/** Every command of an invitation, by name. */
export interface InvitationCommands {
  ConsiderCountry: ConsiderCountry;
  SubmitNgoInput: SubmitNgoInput;
  RecordAdvice: RecordAdvice;
  DecideInvitation: DecideInvitation;
  ReviseDecision: ReviseDecision;
  RecordAttendance: RecordAttendance;
}
