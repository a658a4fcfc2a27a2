import { EntryFields } from './entry.js';
import { Text, Uuid } from './fields.js';

/** Says that a next step was done: a command of every object whose entries bring some. */
export class CompleteNextStep extends EntryFields {
  @Uuid() stepId!: string;
  @Text({ optional: true }) result?: string;
}
