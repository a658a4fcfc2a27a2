import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problemBody, problemOf } from './problems.js';

/** Answers every error as problem details; logs what nobody expected, by name and route, without a value. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500 && problem.code !== 'server.stopping') this.log(error, problem.code, request);
    if (reply.sent) return;
    if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter));
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json')
      .send(problemBody(problem, request.id));
  }

  private log(error: unknown, code: string, request: FastifyRequest): void {
    const unexpected = code === 'server.error' && error instanceof Error;
    this.logger.error({
      code,
      error: error instanceof Error ? error.name : typeof error,
      // Where in the code it happened; an error's message may hold what was said.
      ...(unexpected
        ? {
            at: error.stack
              ?.split('\n')
              .slice(1, 6)
              .map((line) => line.trim()),
          }
        : {}),
      route: request.routeOptions.url,
      method: request.method,
      requestId: request.id,
    });
  }
}
