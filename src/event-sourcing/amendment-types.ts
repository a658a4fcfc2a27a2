import type { EntryCorrected, EntryRetracted } from './amendments.js';
import type { EventType, EventTypes } from './codec.js';

const entryCorrected: EventType<EntryCorrected['data']> = {
  version: 1,
  sentence: ({ patch }, { amendment: { before, after } = {} }) => {
    if (after === undefined) return 'An entry was corrected.';
    if (before === after) return `Corrected in ${fieldsOf(patch)}: ${after}`;
    return `Corrected: ${after}${before ? ` It had read: ${before}` : ''}`;
  },
};

const entryRetracted: EventType<EntryRetracted['data']> = {
  version: 1,
  sentence: (_, { amendment: { before, after } = {} }) => {
    if (before === undefined && after === undefined) return 'An entry was retracted.';
    return after === undefined ? `Retracted: ${before ?? ''}` : `An amendment was retracted; again: ${after}`;
  },
};

/** What a correction of these changes, in the words of a sentence: its date, and what it is called in the API. */
function fieldsOf(patch: object): string {
  return Object.keys(patch)
    .map((field) => (field === 'occurredOn' ? 'date' : field))
    .join(' and ');
}

/** The events of an aggregate, and those that amend them. */
export function withAmendments(events: EventTypes): EventTypes {
  const amendments = { EntryCorrected: entryCorrected, EntryRetracted: entryRetracted } as EventTypes['types'];
  return { ...events, types: { ...events.types, ...amendments } };
}
