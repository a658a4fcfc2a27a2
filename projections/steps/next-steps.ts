import { partIdOf } from '../../src/event-sourcing/ids.js';
import type { NextStepCompleted } from '../../src/vocabulary/next-steps.js';
import type { NextStepData } from '../../src/vocabulary/steps-and-asks.js';
import { rowOf, type Logged, type RowOfStream, type StreamRows, type TableDefinition } from '../projection.js';

/** A next step that an entry brought, and what was said of its completion. */
export interface NextStepRow extends RowOfStream {
  stepId: string;
  /** The entry that brought it, its position, when it happened, and the step's place in its list. */
  eventId: string | null;
  position: string | null;
  occurredOn: string | null;
  place: number | null;
  what: string | null;
  dueOn: string | null;
  assignee: string | null;
  completions: { readonly occurredOn: string; readonly result: string | null }[];
  open: boolean;
}

export interface NextStepRows {
  nextStep: NextStepRow;
}

export const nextStepTable: TableDefinition<NextStepRow> = {
  columns: {
    stream: 'text',
    campaignId: 'text',
    visibility: 'text',
    stepId: 'text',
    eventId: 'text',
    position: 'position',
    occurredOn: 'text',
    place: 'integer',
    what: 'text',
    dueOn: 'text',
    assignee: 'text',
    completions: 'json',
    open: 'boolean',
  },
  key: ['stream', 'stepId'],
  // Most of a long campaign's steps are done; what is due is found without them.
  indexes: [['open', 'stream']],
};

/** As entries brought them. */
export const IN_ORDER_BROUGHT = ['position', 'place', 'stepId'] as const;

/** Takes in the steps that an entry brings; one without an id has the one that deciders derive. */
export function addNextSteps(
  rows: StreamRows<NextStepRows>,
  event: Logged,
  nextSteps: readonly NextStepData[] = [],
): void {
  for (const [place, { stepId: given, what, dueOn = null, assignee = null }] of nextSteps.entries()) {
    const stepId = given ?? partIdOf(event.id, `/nextSteps/${String(place)}`);
    const row = stepRow(rows, event, stepId);
    if (row.eventId !== null) continue;
    const { id: eventId, position } = event;
    const { occurredOn } = event.entry;
    const open = row.completions.length === 0;
    rows.put('nextStep', { ...row, eventId, position, occurredOn, place, what, dueOn, assignee, open });
  }
}

export function completeNextStep(rows: StreamRows<NextStepRows>, event: Logged<NextStepCompleted>): void {
  const { stepId, result = null } = event.data;
  const row = stepRow(rows, event, stepId);
  const completion = { occurredOn: event.entry.occurredOn, result };
  rows.put('nextStep', { ...row, completions: [...row.completions, completion], open: false });
}

function stepRow(rows: StreamRows<NextStepRows>, event: Logged, stepId: string): NextStepRow {
  const known = rows.get('nextStep', event.stream, stepId);
  if (known) return known;
  return {
    ...rowOf(event),
    stepId,
    eventId: null,
    position: null,
    occurredOn: null,
    place: null,
    what: null,
    dueOn: null,
    assignee: null,
    completions: [],
    open: false,
  };
}
