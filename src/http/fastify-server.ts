import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { parseJson } from '../commands/json.js';

/** Bytes that a body may have. */
export const BODY_BYTES = 256 * 1024;

/** Fastify as the product needs it: JSON alone, by the one parser there is. */
export function fastifyAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_BYTES,
    genReqId: () => randomUUID(),
    // Both are the stop's own affair: it answers what is under way first.
    forceCloseConnections: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  });
}

export function prepareServer(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(request.url.startsWith('/docs') ? FOR_DOCUMENTATION : HEADERS);
    done();
  });
}

/** What a browser is told of every answer. Constant: a library that made them anew took 5 % of a request. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** The page of the documentation brings its own scripts and styles. */
const FOR_DOCUMENTATION = {
  ...HEADERS,
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
} as const;
