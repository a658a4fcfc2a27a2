import type { PartialDate } from './occurred-on.js';

/** `<camelCaseCategory>-<id>`; the category has no dash, the id may have some. */
export type StreamName = `${string}-${string}`;

/** Place of an event in its stream, from 0. A number in JSON. */
export type Revision = bigint;

/** Place of an event in the whole log: `<log id>.<fixed-width hex>`, opaque, compared bytewise. */
export type Position = string;

const POSITION = /^[0-9a-f]{32}\.[0-9a-f]{16}$/;

/** Whether a text is a position, of whichever log. */
export function isPosition(text: string): boolean {
  return POSITION.test(text);
}

export type Visibility = 'public' | 'members' | 'restricted';

/** From the one that all may see to the one that few may. */
const FROM_ALL_TO_FEW: readonly Visibility[] = ['public', 'members', 'restricted'];

/** The visibility under which no more is seen than under any of these. */
export function strictestOf(visibilities: readonly Visibility[]): Visibility {
  return FROM_ALL_TO_FEW.findLast((visibility) => visibilities.includes(visibility)) ?? 'restricted';
}

/** Where an entry's content comes from, as the vocabulary's `Source` validates it. */
export interface EntrySource {
  readonly kind: string;
  readonly title?: string;
  readonly url?: string;
  readonly archivedUrl?: string;
  readonly locator?: string;
  readonly accessedOn?: PartialDate;
  readonly sha256?: string;
}

/** What every entry says beside its own fields (the design's *Every entry*). Absent is unknown. */
export interface Entry {
  readonly occurredOn: PartialDate;
  readonly sources?: readonly EntrySource[];
  readonly visibility: Visibility;
  readonly reason?: string;
}

/** A further stream that a decision looked at, and the revision that it relied on (none where it was empty). */
export interface ReliedOn {
  readonly stream: StreamName;
  readonly revision: number | null;
}

/** All that is stored with an event beside its data. `recordedAt` is UTC, ISO 8601 with milliseconds. */
export interface Metadata extends Entry {
  readonly recordedAt: string;
  readonly actorId: string;
  readonly tokenId?: string;
  readonly commandId: string;
  /** HMAC-SHA-256, under the `salt` of the command's first event, of the canonical body as sent; hex. */
  readonly commandDigest: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** The campaign whose history the entry joins. */
  readonly campaignId?: string;
  /** 128 random bits, hex: nobody can guess a short entry from its hash. */
  readonly salt: string;
  readonly decidedOn?: readonly ReliedOn[];
}

/** What a decider emits: a past-tense name and its payload. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** An event and the entry that tells it, not yet recorded: what rules judge. */
export type Told<Event extends DomainEvent> = Event extends DomainEvent
  ? { readonly type: Event['type']; readonly data: Event['data']; readonly entry: Entry }
  : never;

/** A recorded event as state is folded from it. */
export type Happened<Event extends DomainEvent> = Event extends DomainEvent
  ? Told<Event> & { readonly id: string; readonly revision: Revision; readonly campaignId?: string }
  : never;

/** An event to be appended, under its stored type name. */
export interface NewEvent {
  /** UUID. */
  readonly id: string;
  /** `<aggregate>.<EventName>.v<N>` */
  readonly type: string;
  /** I-JSON: what survives `JSON.parse(JSON.stringify(…))` unchanged. */
  readonly data: object;
  readonly metadata: Metadata;
}

/** An event as the log holds it. Events read from their stream may come without a position. */
export interface RecordedEvent extends NewEvent {
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly position?: Position;
}

/** An event read from the whole log: its position is always known. */
export type PositionedEvent = RecordedEvent & { readonly position: Position };

export function streamName(category: string, id: string): StreamName {
  return `${category}-${id}`;
}

/** The category of a stream: what stands before its first dash. */
export function categoryOf(stream: StreamName): string {
  return stream.slice(0, stream.indexOf('-'));
}

/** The id of a stream: what follows its first dash. */
export function idOf(stream: StreamName): string {
  return stream.slice(stream.indexOf('-') + 1);
}

/** What an entry says beside its fields, apart from the rest of the metadata. */
export function entryOf({ occurredOn, sources, visibility, reason }: Metadata): Entry {
  return {
    occurredOn,
    ...(sources === undefined ? {} : { sources }),
    visibility,
    ...(reason === undefined ? {} : { reason }),
  };
}
