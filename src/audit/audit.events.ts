import { eventTypes } from '../event-sourcing/codec.js';
import type { DomainEvent, Position } from '../event-sourcing/event.js';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type ExportMade = DomainEvent<
  'ExportMade',
  {
    /** The route below `/api/v1` without the values in it: `campaigns/:id/history`. */
    readonly route: string;
    readonly format: ExportFormat;
    readonly items: number;
    /** What the list showed; absent where nothing had happened yet. */
    readonly position?: Position;
  }
>;
export type ReplayRequested = DomainEvent<
  'ReplayRequested',
  {
    /** The position or instant (UTC) up to which it was asked for; the end of the log, or the live read models', unless given. */
    readonly to?: string;
    /** Whether what it gave was to be compared with the live read models. */
    readonly compare: boolean;
  }
>;

export type AuditEvent = ExportMade | ReplayRequested;

export const auditEvents = eventTypes<AuditEvent>('audit', {
  ExportMade: {
    version: 1,
    sentence: ({ route, format, items }) =>
      `The list ${route} was exported as ${format.toUpperCase()}, ${items === 1 ? '1 item' : `${String(items)} items`}.`,
  },
  ReplayRequested: {
    version: 1,
    sentence: ({ to, compare }) =>
      `A replay${to === undefined ? '' : ` up to ${to}`} was asked for` +
      `${compare ? ', to be compared with the live read models' : ''}.`,
  },
});
