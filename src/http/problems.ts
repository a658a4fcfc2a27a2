import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { InvalidFields, NotJson } from '../commands/json.js';
import { AppendTooLarge, ForeignPosition, OutcomeUnknown, StoreUnavailable } from '../event-sourcing/event-store.js';
import { NoSuchObject, PatchRefused, Refusal } from '../event-sourcing/refusal.js';
import { IdempotencyKeyReused, PreconditionFailed, RaceLost } from '../event-sourcing/submission.js';
import { ProjectionBehind, ReadModelBuilding } from '../../projections/reading/read-models.js';
import { BadParameters, NotFound } from '../../projections/reading/read-route.js';
import { PastBusy } from '../server/past-thread.js';
import { HttpProblem, type Problem } from './http-problem.js';

const SAFE_TO_RETRY = 'Try again with the same Idempotency-Key: that is safe.';

/** The one place where errors become answers. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpProblem) return error.problem;
  return ofRequest(error) ?? ofCommand(error) ?? ofStore(error) ?? ofReading(error) ?? ofFramework(error) ?? UNEXPECTED;
}

const UNEXPECTED: Problem = { status: 500, code: 'server.error', detail: 'Something went wrong that should not have.' };

function ofRequest(error: unknown): Problem | undefined {
  if (error instanceof NotJson)
    return { status: 400, code: 'body.malformed', detail: 'The body is not JSON in UTF-8.' };
  if (error instanceof InvalidFields)
    return {
      status: 400,
      code: 'fields.invalid',
      detail: 'Some fields are missing, unknown or malformed; nothing was written.',
      errors: error.errors,
    };
  if (error instanceof BadParameters)
    return {
      status: 400,
      code: 'parameters.invalid',
      detail: 'Some query parameters are unknown or malformed.',
      errors: error.errors,
    };
  return undefined;
}

function ofCommand(error: unknown): Problem | undefined {
  if (error instanceof PatchRefused)
    return { status: 400, code: error.code, detail: error.message, errors: error.errors };
  if (error instanceof NoSuchObject) return { status: 404, code: error.code, detail: error.message };
  if (error instanceof Refusal) return { status: 422, code: error.code, detail: error.message };
  if (error instanceof PreconditionFailed)
    return {
      status: 412,
      code: 'revision.stale',
      detail: 'If-Match names another revision than the present one; nothing was written.',
      revision: error.revision === 'none' ? null : Number(error.revision),
    };
  if (error instanceof IdempotencyKeyReused)
    return {
      status: 422,
      code: 'idempotency.key-reused',
      detail: 'The Idempotency-Key was used before, with another body; nothing was written.',
    };
  if (error instanceof RaceLost)
    return {
      status: 409,
      code: 'race.lost',
      detail: 'Others wrote to the same object at the same time, again and again; nothing was written.',
    };
  return undefined;
}

function ofStore(error: unknown): Problem | undefined {
  if (error instanceof AppendTooLarge)
    return { status: 413, code: 'body.too-large', detail: 'The entry is larger than the store takes.' };
  if (error instanceof StoreUnavailable)
    return {
      status: 503,
      code: 'store.unavailable',
      detail: `The event store does not answer; nothing was written. ${SAFE_TO_RETRY}`,
      retryAfter: 1,
    };
  if (error instanceof OutcomeUnknown)
    return {
      status: 503,
      code: 'store.outcome-unknown',
      detail: `It cannot be told whether the entry was written. ${SAFE_TO_RETRY}`,
      retryAfter: 1,
    };
  if (error instanceof ForeignPosition)
    return { status: 400, code: 'position.foreign', detail: 'The position is of another log, or is none.' };
  return undefined;
}

function ofReading(error: unknown): Problem | undefined {
  if (error instanceof PastBusy)
    return {
      status: 503,
      code: 'past.busy',
      detail: 'Too many questions about the past wait already; ask again.',
      retryAfter: 2,
    };
  if (error instanceof NotFound) return { status: 404, code: error.code, detail: error.message };
  if (error instanceof ProjectionBehind)
    return {
      status: 503,
      code: 'projection.behind',
      detail: 'The read model has not reached that position yet.',
      retryAfter: 1,
    };
  if (error instanceof ReadModelBuilding)
    return {
      status: 503,
      code: 'projection.building',
      detail: 'The read model is being built for this version of the software.',
      retryAfter: 5,
    };
  return undefined;
}

const OF_FRAMEWORK: Readonly<Record<number, Omit<Problem, 'status'>>> = {
  400: { code: 'request.malformed', detail: 'The request is malformed.' },
  404: { code: 'route.unknown', detail: 'There is no such route.' },
  413: { code: 'body.too-large', detail: 'The body is larger than 256 KiB.' },
  415: { code: 'body.not-json', detail: 'The body must be of Content-Type application/json.' },
  503: { code: 'server.stopping', detail: `The server is stopping. ${SAFE_TO_RETRY}`, retryAfter: 1 },
};

/** Errors of Nest and Fastify: their status is kept, their words are not. */
function ofFramework(error: unknown): Problem | undefined {
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status !== 'number' || status < 400 || status > 599) return undefined;
  const known = OF_FRAMEWORK[status];
  if (known) return { status, ...known };
  return status < 500 ? { status, code: 'request.refused', detail: STATUS_CODES[status] ?? 'Refused.' } : undefined;
}

/** The whole answer: `instance` names the request, so that it can be found in the log. */
export function problemBody(problem: Problem, requestId: string): object {
  const { retryAfter: _, ...told } = problem;
  return {
    type: `urn:demarche:problem:${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    instance: `urn:uuid:${requestId}`,
    ...told,
  };
}
