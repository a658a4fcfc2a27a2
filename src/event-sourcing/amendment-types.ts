import type { EntryCorrected, EntryRetracted } from './amendments.js';
import type { EventType, EventTypes } from './codec.js';

const entryCorrected: EventType<EntryCorrected['data']> = {
  version: 1,
  sentence: (_, { amendment: { before, after } = {} }) =>
    after === undefined ? 'An entry was corrected.' : `Corrected: ${after}${before ? ` It had read: ${before}` : ''}`,
};

const entryRetracted: EventType<EntryRetracted['data']> = {
  version: 1,
  sentence: (_, { amendment: { before, after } = {} }) => {
    if (before === undefined && after === undefined) return 'An entry was retracted.';
    return after === undefined ? `Retracted: ${before ?? ''}` : `An amendment was retracted; again: ${after}`;
  },
};

/** The events of an aggregate, and those that amend them. */
export function withAmendments(events: EventTypes): EventTypes {
  const amendments = { EntryCorrected: entryCorrected, EntryRetracted: entryRetracted } as EventTypes['types'];
  return { ...events, types: { ...events.types, ...amendments } };
}
