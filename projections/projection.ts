import type { DomainEvent, Entry, Metadata, Position, StreamName } from '../src/event-sourcing/event.js';

/**
 * What a column holds. `set` is a list of short words that can be looked for one by one; `position` is left out of
 * digests, since two stores number the same events differently.
 */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'json' | 'set' | 'position';

/** What every row knows: the stream that wrote it, the campaign it belongs to, and who may see what it shows. */
export interface RowOfStream {
  stream: string;
  campaignId: string | null;
  visibility: string;
}

/** A table of a read model. Its rows are written by the events of exactly one stream each. */
export interface TableDefinition<Row> {
  readonly columns: { readonly [Column in keyof Row]-?: ColumnKind };
  /** Columns that tell a row from every other of the table. */
  readonly key: readonly (keyof Row & string)[];
  /** What rows are looked up by, beside key and stream. */
  readonly indexes?: readonly (readonly (keyof Row & string)[])[];
}

export type TableDefinitions<Rows> = { readonly [Table in keyof Rows]: TableDefinition<Rows[Table]> };

/** An event as folds see it: decoded, in its place in the log. */
export type Logged<Event extends DomainEvent = DomainEvent> = Event extends DomainEvent
  ? {
      readonly id: string;
      readonly stream: StreamName;
      readonly category: string;
      readonly revision: number;
      readonly position: Position;
      /** Short name: `StateEndorsed`. */
      readonly type: Event['type'];
      readonly storedType: string;
      readonly data: Event['data'];
      readonly storedData: object;
      readonly entry: Entry;
      readonly metadata: Metadata;
      /** What the object is called from this event on, where the event says so. */
      readonly title?: string;
      /** The arenas it belongs to, where the event says so. */
      readonly arenas?: readonly string[];
      /** Of an entry or amendment that was amended, where that is shown: by which event, and the entry as it stands now. */
      readonly amended?: { readonly by: string; readonly now?: Logged };
      /** Of an amendment, where that is shown: the entry that it amends, before and since; none where that is retracted. */
      readonly amends?: { readonly before?: Logged; readonly after?: Logged };
      /** What several read models make of it alike: the first that asks makes it. */
      readonly made: Map<string, unknown>;
    }
  : never;

/** The rows of one event's stream, held in memory; what a fold does to them is written in batches. */
export interface StreamRows<Rows> {
  /** By the values of the table's key. What is changed in it is kept only once it is put. */
  get<Table extends keyof Rows & string>(table: Table, ...key: unknown[]): Rows[Table] | undefined;
  /** Every row that the stream has in the table. */
  all<Table extends keyof Rows & string>(table: Table): Rows[Table][];
  put<Table extends keyof Rows & string>(table: Table, row: Rows[Table]): void;
  /** By the values of the table's key; nothing happens where there is no such row. */
  remove<Table extends keyof Rows & string>(table: Table, ...key: unknown[]): void;
}

/** A read model: tables, and how one stream's events become rows of them. Knows no clock, randomness or locale. */
export interface Projection<Rows = AnyRows, Event extends DomainEvent = DomainEvent> {
  readonly name: string;
  /** A changed fold is a new version, in tables of its own. */
  readonly version: number;
  /** Which streams it follows. */
  readonly categories: readonly string[] | 'all';
  readonly tables: TableDefinitions<Rows>;
  /**
   * `shown`: it sees every event as recorded, amendments too. Unless given, it sees entries as their amendments leave
   * them, and no amendment: when one comes, the rows of its stream are replaced by those of the stream told again.
   */
  readonly amendments?: 'shown';
  /** Changes the rows of the event's stream; what is unknown stays null. */
  fold(rows: StreamRows<Rows>, event: Logged<Event>): void;
}

export type AnyRows = Record<string, object>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each projection is sound in itself; the projector handles rows as rows
export type AnyProjection = Projection<any, any>;

/** The columns that every row begins with, as the event that begins its stream gives them. */
export function rowOf({ stream, metadata, entry }: Logged): RowOfStream {
  return { stream, campaignId: metadata.campaignId ?? null, visibility: entry.visibility };
}

/** What the row of an object knows beside that. */
export interface RowOfObject extends RowOfStream {
  /** Position of the object's first event: what lists are ordered by. */
  begun: string;
  /** Of the object's last event. */
  revision: number;
}

/** The row of an object as its first event begins it. */
export function objectRowOf(event: Logged): RowOfObject {
  return { ...rowOf(event), begun: event.position, revision: event.revision };
}

export const objectColumns = {
  stream: 'text',
  campaignId: 'text',
  visibility: 'text',
  begun: 'position',
  revision: 'integer',
} as const;

/** What a table of objects is looked up by. */
export const objectIndexes = [['begun'], ['campaignId', 'begun']] as const;
