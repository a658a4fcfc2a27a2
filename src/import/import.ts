import type { Aggregate, Asked, Decider } from '../event-sourcing/decider.js';
import { recordOnce } from '../event-sourcing/decider.js';
import type { Told } from '../event-sourcing/event.js';
import { Refusal } from '../event-sourcing/refusal.js';
import { importEvents, type ImportEvent, type ImportFinished, type ImportStarted } from './import.events.js';

/** The imports of one file into one namespace. */
export interface Imports {
  isUnderWay: boolean;
}

export interface ImportCommands {
  StartImport: ImportStarted['data'];
  FinishImport: ImportFinished['data'];
}

const imports: Decider<Imports, ImportCommands, ImportEvent> = {
  category: 'import',
  creates: 'any',
  initial: () => ({ isUnderWay: false }),
  evolve(state, { type }) {
    state.isUnderWay = type === 'ImportStarted';
    return state;
  },
  campaignOf: () => undefined,
  decide(command, state, others) {
    const told = tell(command);
    // One that was cut off goes on; it does not begin anew.
    const isSaid = told.type === 'ImportStarted' && state.isUnderWay;
    return recordOnce(told, isSaid, imports.violation(state, told, others));
  },
  violation({ isUnderWay }, { type }) {
    if (type === 'ImportStarted' || isUnderWay) return undefined;
    return new Refusal('import.not-under-way', 'No import of this file is under way.');
  },
};

function tell({ type, data, entry }: Asked<ImportCommands>): Told<ImportEvent> {
  return type === 'StartImport' ? { type: 'ImportStarted', data, entry } : { type: 'ImportFinished', data, entry };
}

/** That files were imported. Said by imports alone, so no command of it has a route. */
export const importAggregate: Aggregate = {
  decider: imports,
  events: importEvents,
  commands: {},
  key: { path: 'imports/:id', kind: 'natural', idOf: ([id]) => id },
};
