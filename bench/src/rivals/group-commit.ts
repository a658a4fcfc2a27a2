import type Database from 'better-sqlite3';

const MOST_ROWS = 64;

interface Waiting {
  readonly data: string;
  readonly settle: (id: number | bigint) => void;
}

/** Rows that come within one turn of the event loop share a transaction; each is answered after the commit. */
export class GroupCommit {
  private readonly waiting: Waiting[] = [];
  private readonly begin: Database.Statement<[]>;
  private readonly commit: Database.Statement<[]>;
  private readonly insert: Database.Statement<[string]>;

  constructor(database: Database.Database) {
    this.begin = database.prepare('BEGIN IMMEDIATE');
    this.commit = database.prepare('COMMIT');
    this.insert = database.prepare('INSERT INTO entry (data) VALUES (?)');
  }

  /** Resolves with the row's id once it is durable. */
  add(data: string): Promise<number | bigint> {
    return new Promise((settle) => {
      if (this.waiting.push({ data, settle }) === 1) setImmediate(this.flush);
    });
  }

  private readonly flush = (): void => {
    const group = this.waiting.slice(0, MOST_ROWS);
    this.begin.run();
    const ids = group.map(({ data }) => this.insert.run(data).lastInsertRowid);
    this.commit.run();
    this.waiting.splice(0, group.length);
    if (this.waiting.length > 0) setImmediate(this.flush);
    for (const [index, { settle }] of group.entries()) settle(ids[index] ?? 0);
  };
}
