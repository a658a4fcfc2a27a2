import type { NewEvent } from '../../../src/event-sourcing/event.js';
import { answerAs } from '../children.js';
import { built } from '../product.js';
import type { AppendAnswer, AppendPlan } from './plan.js';
import { sampleEvents } from './sample-events.js';

/**
 * A process of its own: the same rows into a log of the product's own schema (tables, indexes, checks, triggers), on a
 * connection set up as the product sets up its own, by one prepared insert, in transactions of a row for each stream.
 *
 * It makes JSON of data and metadata, as the port must. It does not look at them, checks no revision and no id, answers
 * nobody, and has the streams' rows and the ids' bytes ready beforehand.
 */
answerAs(async ({ file, warmUp, measured }: AppendPlan): Promise<AppendAnswer> => {
  const { openLog } = await built('src/event-stores/sqlite/open-log.js');
  const streams = await sampleEvents(warmUp + measured);
  const database = openLog(file);
  const insertStream = database.prepare<[string]>('INSERT INTO stream (name) VALUES (?)');
  const ids = streams.map(({ stream }) => insertStream.run(stream).lastInsertRowid);
  const bytes = streams.map(({ events }) => events.map(({ id }) => Buffer.from(id.replaceAll('-', ''), 'hex')));
  const begin = database.prepare<[]>('BEGIN IMMEDIATE');
  const commit = database.prepare<[]>('COMMIT');
  const insert = database.prepare(
    'INSERT INTO event (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  let position = 0;
  const write = (from: number, to: number): void => {
    for (let revision = from; revision < to; revision++) {
      begin.run();
      for (let index = 0; index < streams.length; index++) {
        const { type, data, metadata } = streams[index]?.events[revision] as NewEvent;
        const texts = [JSON.stringify(data), JSON.stringify(metadata)];
        insert.run(++position, ids[index], revision, bytes[index]?.[revision], type, ...texts);
      }
      commit.run();
    }
  };
  write(0, warmUp);
  const from = performance.now();
  write(warmUp, warmUp + measured);
  const seconds = (performance.now() - from) / 1_000;
  database.close();
  return { seconds };
});
