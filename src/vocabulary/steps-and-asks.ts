import { CalendarDate, Text, UserId, Uuid } from './fields.js';

/** What is to be done next, perhaps by when and by whom. */
export class NextStep {
  @Text() what!: string;
  @CalendarDate({ optional: true }) dueOn?: string;
  @UserId({ optional: true }) assignee?: string;
  @Uuid({ optional: true, description: 'unless given, derived from the entry' }) stepId?: string;
}

/** What was asked of somebody, and what they answered. */
export class Ask {
  @Text() text!: string;
  @Text({ optional: true }) response?: string;
}

export interface NextStepData {
  readonly what: string;
  readonly dueOn?: string;
  readonly assignee?: string;
  readonly stepId?: string;
}

export interface AskData {
  readonly text: string;
  readonly response?: string;
}
