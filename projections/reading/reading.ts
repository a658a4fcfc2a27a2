import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { AnyProjection } from '../projection.js';
import { decodeRow, snakeCase, tableName, type AnyTable } from '../read-database/columns.js';
import type { ReadModelState } from '../read-database/read-model-state.js';
import { comesAfter, type Where } from './parameters.js';
import { visibleTo, type Viewer } from './viewer.js';

type Columns = Record<string, Record<string, unknown>>;
export type Row = Record<string, unknown>;

/** An entry as it is told: its stored type, data and fields. */
interface ToldEntry {
  readonly type: string;
  readonly data: object;
  readonly entry: object;
}

/** What a sentence is made of. */
export interface Told extends ToldEntry {
  readonly stream: string;
  /** Of an amendment: the entry that it amends. */
  readonly amends?: { readonly before?: ToldEntry; readonly after?: ToldEntry };
}

/** The event in one sentence, given what objects are called. */
export type SentenceOf = (told: Told, titleOf: (stream: string) => string) => string;

/** Which rows of a table, in which order. */
export interface Selection {
  readonly where?: readonly Where[];
  /** Columns that no two rows share all of; by the key unless given. */
  readonly orderBy?: readonly string[];
  /** Values of the order's columns in the row before the first. */
  readonly after?: readonly unknown[];
  readonly limit?: number;
  /** From the end of the order. */
  readonly descending?: boolean;
}

/** Which rows are summed up, and how. */
export interface Summing {
  /** The column that is summed. */
  readonly of: string;
  /** Columns whose values tell one sum from another. */
  readonly by: readonly string[];
  readonly where?: readonly Where[];
}

/** One read model as one viewer sees it at one checkpoint: the only way for a query to reach its tables. */
export class Reading {
  constructor(
    private readonly database: Kysely<Columns>,
    private readonly projection: AnyProjection,
    readonly state: ReadModelState,
    readonly viewer: Viewer,
    readonly sentenceOf: SentenceOf,
  ) {}

  /** Rows that the viewer may see. */
  async rows<R = Row>(table: string, selection: Selection = {}): Promise<R[]> {
    const definition = this.definitionOf(table);
    const order = selection.orderBy ?? definition.key;
    let query = this.from(table).selectAll();
    for (const where of selection.where ?? []) query = query.where(where);
    if (selection.after) query = query.where(comesAfter(order, selection.after));
    for (const column of order) query = query.orderBy(snakeCase(column), selection.descending ? 'desc' : 'asc');
    if (selection.limit !== undefined) query = query.limit(selection.limit);
    const stored = await query.execute();
    return stored.map((row) => decodeRow(definition, row) as R);
  }

  /** The different values of a column, in their order: the first of them, where there is a limit. */
  async distinct(table: string, column: string, where: readonly Where[], limit?: number): Promise<string[]> {
    let query = this.from(table).select(snakeCase(column)).distinct().orderBy(snakeCase(column));
    for (const condition of where) query = query.where(condition);
    if (limit !== undefined) query = query.limit(limit);
    return (await query.execute()).map((row) => row[snakeCase(column)] as string);
  }

  /** The row with a column of this value, where the viewer may see it. */
  async row<R = Row>(table: string, column: string, value: string): Promise<R | undefined> {
    const where: Where = (eb) => eb(snakeCase(column), '=', value);
    return (await this.rows<R>(table, { where: [where], limit: 1 }))[0];
  }

  /** Rows of several streams, by stream, each in the order of the table's key. */
  async rowsOf<R extends { stream: string }>(
    table: string,
    streams: readonly string[],
    orderBy?: readonly string[],
  ): Promise<(stream: string) => R[]> {
    if (streams.length === 0) return () => [];
    const where: Where = (eb) => eb('stream', 'in', [...new Set(streams)]);
    const rows = await this.rows<R>(table, { where: [where], ...(orderBy ? { orderBy } : {}) });
    const byStream = new Map<string, R[]>();
    for (const row of rows) {
      const ofStream = byStream.get(row.stream);
      if (ofStream) ofStream.push(row);
      else byStream.set(row.stream, [row]);
    }
    return (stream) => byStream.get(stream) ?? [];
  }

  /** Sums over the rows that the viewer may see: one for each combination of values, which stand beside `sum`. */
  async sums<R = Row>(table: string, { of, by, where = [] }: Summing): Promise<(R & { readonly sum: number })[]> {
    const definition = this.definitionOf(table);
    const columns = by.map(snakeCase);
    let query = this.from(table);
    for (const condition of where) query = query.where(condition);
    const stored = await query
      .select(columns)
      .select((eb) => eb.fn.sum<number | string>(snakeCase(of)).as('sum'))
      .groupBy(columns)
      .execute();
    return stored.map((row) => ({ ...(decodeRow(definition, row, by) as R), sum: Number(row['sum']) }));
  }

  /** The least value that a column has in rows that the viewer may see; null where there are none. */
  async least(table: string, column: string, where: readonly Where[] = []): Promise<unknown> {
    const [row] = await this.rows(table, { where, orderBy: [column], limit: 1 });
    return row?.[column] ?? null;
  }

  /** The greatest value of a text column, looked for among the rows that the conditions find; null where there are none. */
  async greatest(table: string, column: string, where: readonly Where[]): Promise<string | null> {
    let query = this.from(table);
    for (const condition of where) query = query.where(condition);
    // With the sign, no index on the column is followed from its end past all rows that do not fit.
    const greatest = sql<string | null>`max(+${sql.ref(snakeCase(column))})`.as('greatest');
    return (await query.select(greatest).executeTakeFirstOrThrow()).greatest;
  }

  private from(table: string): SelectQueryBuilder<Columns, string, object> {
    const name = tableName(this.projection.name, this.state.generation, table);
    return this.database.selectFrom(name).where(visibleTo(this.viewer));
  }

  private definitionOf(table: string): AnyTable {
    const definition = (this.projection.tables as Record<string, AnyTable>)[table];
    if (!definition) throw new Error(`the read model ${this.projection.name} has no table ${table}`);
    return definition;
  }
}
