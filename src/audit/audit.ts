import type { Aggregate, Asked, Decider } from '../event-sourcing/decider.js';
import type { Told } from '../event-sourcing/event.js';
import { auditEvents, type AuditEvent, type ExportMade, type ReplayRequested } from './audit.events.js';

export interface AuditCommands {
  NoteExport: ExportMade['data'];
  RequestReplay: ReplayRequested['data'];
}

/** What was done with the ledger as a whole. Nothing is refused, and nothing is said twice: each time is news. */
const audit: Decider<null, AuditCommands, AuditEvent> = {
  category: 'audit',
  creates: 'any',
  initial: () => null,
  evolve: (state) => state,
  campaignOf: () => undefined,
  decide: (command) => [tell(command)],
  violation: () => undefined,
};

function tell({ type, data, entry }: Asked<AuditCommands>): Told<AuditEvent> {
  return type === 'NoteExport' ? { type: 'ExportMade', data, entry } : { type: 'ReplayRequested', data, entry };
}

/** One stream a month, `audit-2026-11`. Asked for by the server and the command line, so no command of it has a route. */
export const auditAggregate: Aggregate = {
  decider: audit,
  events: auditEvents,
  commands: {},
  key: { path: 'audit/:month', kind: 'natural', idOf: ([month]) => month },
};
