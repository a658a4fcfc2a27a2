import type { DomainEvent, Entry, RecordedEvent } from './event.js';

/** An entry of the stream as it should have been told. */
export type EntryCorrected = DomainEvent<
  'EntryCorrected',
  {
    /** Id of the event that is put right. */
    readonly target: string;
    /** Stored type under which the data is to be read: the target's, in the version that was current then. */
    readonly targetType: string;
    /** All of it, not what has changed alone. */
    readonly data: object;
    readonly entry: Entry;
    /** As it was sent (RFC 7396), for display. */
    readonly patch: object;
  }
>;

/** An entry that should not have been told, or an amendment that is taken back. */
export type EntryRetracted = DomainEvent<
  'EntryRetracted',
  {
    /** Id of the event that is taken back: an entry, or the latest amendment of one. */
    readonly target: string;
    readonly targetType: string;
  }
>;

export type AmendmentEvent = EntryCorrected | EntryRetracted;

/** An amendment in its place in the stream. */
export type Amendment = AmendmentEvent & { readonly id: string };

const AMENDMENT = /\.(EntryCorrected|EntryRetracted)\.v\d+$/;

/** Whether an event, by its stored type, amends another of its stream. */
export function isAmendment(storedType: string): boolean {
  // Looked at for every event of the log: few types end so.
  return storedType.includes('.Entry') && AMENDMENT.test(storedType);
}

/** What the amendments of one stream come to, told in the order in which they were recorded. */
export class Amendments {
  /** Those of each entry that stand, in the order recorded. */
  private readonly living = new Map<string, Amendment[]>();
  /** The entry that each amendment amends, also where it was taken back. */
  private readonly entries = new Map<string, string>();
  /** The amendment that took each amendment back. */
  private readonly takenBackBy = new Map<string, Amendment>();

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  add(amendment: Amendment): void {
    const { target } = amendment.data;
    const taken = this.entries.get(target);
    const entry = taken ?? target;
    this.entries.set(amendment.id, entry);
    const living = this.living.get(entry) ?? [];
    this.living.set(entry, taken === undefined ? [...living, amendment] : living.filter(({ id }) => id !== target));
    if (taken !== undefined) this.takenBackBy.set(target, amendment);
  }

  /** The amendment that an entry stands as; undefined where it stands as it was told. */
  of(entryId: string): Amendment | undefined {
    return this.living.get(entryId)?.at(-1);
  }

  isRetracted(entryId: string): boolean {
    return this.of(entryId)?.type === 'EntryRetracted';
  }

  /** The entry that an amendment amends; undefined where the event is no amendment. */
  entryAmendedBy(eventId: string): string | undefined {
    return this.entries.get(eventId);
  }

  /** What amended an event last and still does: of an amendment, the one that took it back. */
  amendmentOf(eventId: string): Amendment | undefined {
    return this.takenBackBy.get(eventId) ?? this.of(eventId);
  }

  isTakenBack(amendmentId: string): boolean {
    return this.takenBackBy.has(amendmentId);
  }

  /** An entry as it stands, in its place; undefined where it is retracted. */
  standing<Event extends RecordedEvent>(recorded: Event): Event | undefined {
    const amendment = this.of(recorded.id);
    if (!amendment) return recorded;
    return amendment.type === 'EntryRetracted' ? undefined : asCorrected(recorded, amendment);
  }
}

/** The recorded event with what it should have said: its ids, actor and time of recording stay. */
function asCorrected<Event extends RecordedEvent>(recorded: Event, { data }: EntryCorrected): Event {
  const { occurredOn: _, sources: _sources, visibility: _visibility, reason: _reason, ...metadata } = recorded.metadata;
  return { ...recorded, type: data.targetType, data: data.data, metadata: { ...metadata, ...data.entry } };
}
