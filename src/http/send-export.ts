import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { listFormats } from '../../projections/reading/formats.js';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import type { Export } from './exports.js';

/** A reader who takes nothing for so long has left. */
const STALLED_MS = 30_000;

/** Says what a whole list is, and returns what is to be sent; it ends when the reader leaves. */
export function sendExport(reply: FastifyReply, route: ReadRoute, { format, position, asOf, text }: Export): Readable {
  const end = (): void => {
    text.destroy();
  };
  reply.raw.once('close', end).setTimeout(STALLED_MS, end);
  if (reply.raw.destroyed) end();
  void reply
    .header('content-type', listFormats[format].contentType)
    .header('content-disposition', `attachment; filename="${nameOf(route)}.${format}"`);
  if (position !== null) void reply.header('demarche-position', position);
  if (asOf !== null) void reply.header('demarche-as-of', asOf);
  return text;
}

/** `campaigns/:id/history` → `campaigns-history`; nothing of a request ends up in a header. */
function nameOf({ path }: ReadRoute): string {
  return path
    .split('/')
    .filter((part) => !part.startsWith(':'))
    .join('-');
}
