import Database from 'better-sqlite3';
import { answerAs } from '../children.js';
import type { RebuildAnswer, RebuildPlan } from './plan.js';
import { readTablesOf, rowsByPosition, type ReadTables } from './rows-to-write.js';

/** Events of a page, and so of a transaction: as many as the product takes. */
const PAGE = 2_000;
/** Room for pages in memory: as much as the product takes. */
const CACHE_KB = 16_384;

/**
 * A process of its own: the least that a program has to do which reads the log and writes the rows that the product's
 * read models have in the end, with nothing but better-sqlite3.
 *
 * It does: make the same tables with the same indexes; read the log in keyset pages by a prepared select; parse data and
 * metadata of every event; bind and insert every row once, by an insert prepared for its table, a page a transaction, in
 * a file that is set up as the product sets up its own.
 *
 * It does not: fold (it has the rows beforehand, as values to be bound, and knows with which event each is due), decode
 * or upcast, read a row back, write one twice, keep a checkpoint, turn a row into JSON or compute a digest of what it wrote.
 */
answerAs((plan: RebuildPlan): Promise<RebuildAnswer> => {
  const log = new Database(plan.log, { readonly: true });
  const reference = new Database(plan.reference, { readonly: true });
  const tables = readTablesOf(reference);
  const due = rowsByPosition(log, reference, tables);
  const database = new Database(plan.readDatabase);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma(`cache_size = -${String(CACHE_KB)}`);
  const from = performance.now();
  for (const definition of tables.definitions) database.exec(definition);
  const inserts = insertsOf(database, tables);
  const write = database.transaction((page: readonly LogRow[]) => {
    for (const [position, , , , , data, metadata] of page) {
      JSON.parse(data);
      JSON.parse(metadata);
      for (const [table, values] of due.get(position) ?? []) inserts.get(table)?.run(...values);
    }
  });
  for (const page of pagesOf(log)) write.immediate(page);
  const seconds = (performance.now() - from) / 1_000;
  for (const opened of [log, reference]) opened.close();
  refuseOtherRows(database, tables, plan.reference);
  database.close();
  return Promise.resolve({ seconds });
});

type LogRow = [
  position: number,
  stream: string,
  revision: number,
  id: Buffer,
  type: string,
  data: string,
  metadata: string,
];

function* pagesOf(log: Database.Database): Generator<LogRow[]> {
  const select = log
    .prepare<[number, number], LogRow>(
      `SELECT event.position, stream.name, event.revision, event.id, event.type, event.data, event.metadata
       FROM event JOIN stream ON stream.id = event.stream WHERE event.position > ? ORDER BY event.position LIMIT ?`,
    )
    .raw();
  for (let after = 0; ;) {
    const page = select.all(after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    [after] = last;
  }
}

function insertsOf(database: Database.Database, { names }: ReadTables): Map<string, Database.Statement> {
  return new Map(
    names.map((table) => {
      const columns = database.pragma(`table_info("${table}")`) as unknown[];
      return [table, database.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => '?').join(', ')})`)];
    }),
  );
}

/** @throws where what was written is not, row for row and value for value, what the product wrote */
function refuseOtherRows(database: Database.Database, { names }: ReadTables, reference: string): void {
  database.prepare('ATTACH ? AS reference').run(reference);
  for (const table of names) {
    const [written, expected] = [`main."${table}"`, `reference."${table}"`];
    const differs = `SELECT (SELECT count(*) FROM ${written}) <> (SELECT count(*) FROM ${expected})
      OR EXISTS (SELECT * FROM ${expected} EXCEPT SELECT * FROM ${written})`;
    if (database.prepare<[], number>(differs).pluck().get() !== 0)
      throw new Error(`the bare program wrote other rows of ${table} than the product`);
  }
}
