import type { DomainEvent, Happened, Told } from '../event-sourcing/event.js';
import { partIdOf } from '../event-sourcing/ids.js';
import { Refusal } from '../event-sourcing/refusal.js';
import type { Parts, Things } from '../event-sourcing/things.js';
import type { FieldError } from './consistency.js';
import type { NextStepData } from './steps-and-asks.js';

/** A next step was done, in whichever object's history it stands. */
export type NextStepCompleted = DomainEvent<'NextStepCompleted', { readonly stepId: string; readonly result?: string }>;

/** What the rules on next steps look at: which there are, and what was said of each. */
interface WithNextSteps<Event extends DomainEvent> {
  readonly steps: Parts<Event>;
  readonly things: Things<Event>;
}

/** The thing that a step's completion speaks of. */
export function completionOf({ stepId }: { readonly stepId: string }): string {
  return `step ${stepId}`;
}

/** Takes in the next steps that an entry brings; those without an id get one by their place in it. */
export function addNextSteps<Event extends DomainEvent>(
  steps: Parts<Event>,
  event: Happened<Event>,
  nextSteps: readonly NextStepData[] = [],
): void {
  for (const [index, { stepId }] of nextSteps.entries())
    steps.add(stepId ?? partIdOf(event.id, `/nextSteps/${String(index)}`), event);
}

/** Whether the entry brings the id of a step that the same entry, in every field, has brought already. */
export function bringsSaidStep<Event extends DomainEvent>(
  steps: Parts<Event>,
  told: Told<Event>,
  nextSteps: readonly NextStepData[] = [],
): boolean {
  return nextSteps.some(({ stepId }) => steps.isSaid(stepId, told));
}

/** Refuses an entry that brings the id of a step which another entry has brought. */
export function stepExists<Event extends DomainEvent>(
  steps: Parts<Event>,
  told: Told<Event>,
  nextSteps: readonly NextStepData[] = [],
): Refusal | undefined {
  if (!nextSteps.some(({ stepId }) => steps.has(stepId) && !steps.isSaid(stepId, told))) return undefined;
  return new Refusal('step.exists', 'The id of a next step is in use already; choose another, or leave it out.');
}

/** Refuses to complete a step that is not there, or that was certainly completed before. */
export function cannotComplete<Event extends DomainEvent>(
  { steps, things }: WithNextSteps<Event>,
  { data, entry }: Told<NextStepCompleted>,
): Refusal | undefined {
  if (!steps.has(data.stepId)) return new Refusal('step.unknown', 'There is no such next step.');
  if (things.stoodBefore(completionOf(data), entry.occurredOn) === undefined) return undefined;
  return new Refusal('step.completed', 'The next step had been completed by then.');
}

/** What is wrong with a list of next steps, which may be malformed in other ways too. */
export function stepsGivenTwice(nextSteps: unknown): FieldError[] {
  const steps: readonly (Partial<NextStepData> | undefined)[] = Array.isArray(nextSteps) ? nextSteps : [];
  const ids = steps.map((step) => step?.stepId);
  return ids.flatMap((id, index) =>
    id !== undefined && ids.indexOf(id) < index
      ? [{ field: `nextSteps[${String(index)}].stepId`, message: 'must not be given twice' }]
      : [],
  );
}
