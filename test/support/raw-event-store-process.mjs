// Another process at the same log or folder, with the driver alone: `append <log> <count>` · `hold-lock <folder>` ·
// `try-lock <folder>`. It says on stdout what it has done, line by line.
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';

const [task, path, count] = process.argv.slice(2);

function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Tells of each event when its commit began, in milliseconds since the epoch. */
async function append(file, events) {
  const db = new Database(file);
  db.pragma('synchronous = FULL');
  const insertStream = db.prepare('INSERT INTO stream (name) VALUES (?)');
  const insertEvent = db.prepare(
    `INSERT INTO event (position, stream, revision, id, type, data, metadata)
     VALUES ((SELECT ifnull(max(position), 0) + 1 FROM event), ?, 0, ?, 'proposal.StateEndorsed.v1', ?, '{}')`,
  );
  for (let index = 0; index < events; index++) {
    await pause(53);
    db.transaction(() => {
      const stream = insertStream.run(`proposal-${randomUUID()}`).lastInsertRowid;
      insertEvent.run(stream, randomBytes(16), JSON.stringify({ committedAt: Date.now() }));
    }).immediate();
  }
  db.close();
}

function takeLock(folder) {
  const db = new Database(join(folder, 'writer.lock'), { timeout: 0 });
  db.exec('BEGIN EXCLUSIVE');
  return db;
}

if (task === 'append') {
  await append(path, Number(count));
  say('appended');
} else if (task === 'hold-lock') {
  const db = takeLock(path);
  say('held');
  // Held until it is killed.
  for (;;) await pause(1_000, db);
} else if (task === 'try-lock') {
  try {
    takeLock(path).close();
    say('free');
  } catch (error) {
    say(error.code);
  }
}
