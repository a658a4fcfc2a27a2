import { entryOf, idOf, type DomainEvent, type Entry, type Happened, type RecordedEvent } from './event.js';

/** Turns the data of one stored version into that of the next. Pure; the data it is given is never changed. */
export type Upcaster = (data: Readonly<Record<string, unknown>>) => object;

/** What a sentence may say beside the event's own data. */
export interface Subject {
  readonly entry: Entry;
  /** What follows the category in the stream's name. */
  readonly id: string;
  /** Title of the object that the event happened to, or its id where it has none. */
  readonly title: string;
  /** Title of another object. */
  titleOf(stream: string): string;
  /** Of an amendment: the sentence of the entry that it amends, before and since; none where that is retracted. */
  readonly amendment?: { readonly before?: string; readonly after?: string };
}

/** How an event is stored (its version now, and for each earlier one the way to the next), and how it is told. */
export interface EventType<Data extends object = object> {
  readonly version: number;
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
  /** The event in one sentence that a campaign lead would say. */
  sentence(data: Data, subject: Subject): string;
  /** What the object is called from this event on. */
  title?(data: Data): string;
}

/** What can be told of any object of an aggregate. */
export interface ObjectTraits {
  /** What an object is called that no event gives a title, from what follows the category in its stream's name. */
  titleOf?(id: string): string;
  /** The arenas it belongs to: those that its first event's data names (`arena`, `arenas`), unless given. */
  arenasOf?(id: string): readonly string[];
}

/** The events of one aggregate, by name. */
export interface EventTypes extends ObjectTraits {
  readonly category: string;
  readonly types: Readonly<Record<string, EventType>>;
}

/** Declares the events of an aggregate: one line for each, none forgotten. */
export function eventTypes<Event extends DomainEvent>(
  category: string,
  types: { readonly [Name in Event['type']]: EventType<Extract<Event, { type: Name }>['data']> },
  traits: ObjectTraits = {},
): EventTypes {
  return { category, types, ...traits };
}

/** An event whose stored type no version of this software knows. Never skipped: whoever meets it stops. */
export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';
  constructor(readonly storedType: string) {
    super(`unknown event type ${storedType}`);
  }
}

/** A recorded event under its short name, in its present version: what every fold sees. */
export interface DecodedEvent<Event extends DomainEvent = DomainEvent> {
  readonly event: Happened<Event>;
  readonly recorded: RecordedEvent;
  /** What the object is called from this event on, and the arenas it belongs to, where the event says so. */
  readonly title?: string;
  readonly arenas?: readonly string[];
}

const STORED_TYPE = /^([a-zA-Z]+)\.([a-zA-Z]+)\.v(\d+)$/;

interface KnownVersion {
  readonly name: string;
  readonly upcasters: readonly Upcaster[];
  readonly type: EventType;
  readonly traits: ObjectTraits;
}

/** Between events as deciders and folds know them and events as they are stored: names, versions, upcasters. */
export class Codec {
  private readonly known = new Map<string, KnownVersion>();
  private readonly current = new Map<string, string>();

  constructor(allTypes: readonly EventTypes[]) {
    for (const of of allTypes) for (const [name, type] of Object.entries(of.types)) this.register(of, name, type);
  }

  /** `proposal`, `StateEndorsed` → `proposal.StateEndorsed.v1` */
  storedType(category: string, name: string): string {
    const stored = this.current.get(`${category}.${name}`);
    if (stored === undefined) throw new UnknownEventType(`${category}.${name}`);
    return stored;
  }

  /** Every stored type of the present version, in the order registered. */
  storedTypes(): string[] {
    return [...this.current.values()];
  }

  /** @throws UnknownEventType */
  decode(recorded: RecordedEvent): DecodedEvent {
    const version = this.known.get(recorded.type);
    if (!version) throw new UnknownEventType(recorded.type);
    const { campaignId } = recorded.metadata;
    const data = upcast(version, recorded.data);
    const event: Happened<DomainEvent> = {
      id: recorded.id,
      revision: recorded.revision,
      type: version.name,
      data,
      entry: entryOf(recorded.metadata),
      ...(campaignId === undefined ? {} : { campaignId }),
    };
    return { event, recorded, ...said(version, data, recorded) };
  }

  /** The event in one sentence. @throws UnknownEventType */
  sentence(storedType: string, data: object, subject: Subject): string {
    const version = this.known.get(storedType);
    if (!version) throw new UnknownEventType(storedType);
    return version.type.sentence(upcast(version, data), subject);
  }

  private register(of: EventTypes, name: string, type: EventType): void {
    const { category } = of;
    for (let version = 1; version <= type.version; version++) {
      const upcasters: Upcaster[] = [];
      for (let from = version; from < type.version; from++) {
        const upcast = type.upcasters?.[from];
        if (!upcast) throw new Error(`${category}.${name}: no way from version ${String(from)} to the next`);
        upcasters.push(upcast);
      }
      this.known.set(`${category}.${name}.v${String(version)}`, { name, upcasters, type, traits: of });
    }
    const stored = `${category}.${name}.v${String(type.version)}`;
    if (!STORED_TYPE.test(stored)) throw new Error(`${stored} cannot be a stored type`);
    this.current.set(`${category}.${name}`, stored);
  }
}

function upcast(version: KnownVersion, data: object): object {
  return version.upcasters.reduce<object>((older, step) => step(older as Record<string, unknown>), data);
}

/**
 * What an event says of its object's title and arenas: what the stream's name says, every event does, since whichever
 * comes first may be retracted; the event that created the object says the rest.
 */
function said(
  { type, traits }: KnownVersion,
  data: object,
  { stream, revision }: RecordedEvent,
): Pick<DecodedEvent, 'title' | 'arenas'> {
  const id = idOf(stream);
  const title = type.title?.(data) ?? traits.titleOf?.(id);
  const belongsTo = traits.arenasOf?.(id) ?? (revision === 0n ? arenasIn(data) : undefined);
  return { ...(title === undefined ? {} : { title }), ...(belongsTo === undefined ? {} : { arenas: belongsTo }) };
}

function arenasIn({ arena, arenas }: { readonly arena?: string; readonly arenas?: readonly string[] }) {
  return arenas ?? (arena === undefined ? undefined : [arena]);
}
