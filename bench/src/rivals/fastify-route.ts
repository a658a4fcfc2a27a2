import Fastify from 'fastify';
import { ENTRY_ROUTE } from '../http/entry.js';
import { openDurably } from './durable-database.js';

/**
 * A bare Fastify route: Fastify's own parser for JSON, one durable transaction a request, and the row's id in the
 * answer. No validation, no token, no read model; a lone statement is the least that SQLite takes for a transaction.
 */
const [file = ''] = process.argv.slice(2);
const database = openDurably(file);
const insert = database.prepare<[string]>('INSERT INTO entry (data) VALUES (?)');
const server = Fastify();

server.post(ENTRY_ROUTE, (request, reply) => {
  const { lastInsertRowid } = insert.run(JSON.stringify(request.body));
  return reply.send({ id: lastInsertRowid });
});

process.stdout.write(`The rival is at ${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
process.on('SIGTERM', () => {
  database.close();
  process.exit(0);
});
