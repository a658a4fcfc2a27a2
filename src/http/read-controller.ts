import { Controller, Get, Inject, Param, Query, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FORMAT } from '../../projections/reading/formats.js';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import { AnswerRoute } from '../queries/answer-route.js';
import { etagOf } from './conditions.js';
import { Exports } from './exports.js';
import { describeRoute } from './openapi.js';
import { API } from './paths.js';
import { principalOf } from './principal.js';
import { sendExport } from './send-export.js';

/** Query parameters, each given once or more. */
export type RawQuery = Readonly<Record<string, string | string[]>>;
type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  path: Record<string, string>,
  query: RawQuery,
) => Promise<object>;

/** The HTTP routes that read models answer. */
export function readController(routes: readonly ReadRoute[]): Type {
  @Controller()
  class ReadController {
    constructor(
      @Inject(QueryBus) readonly bus: QueryBus,
      @Inject(Exports) readonly exports: Exports,
    ) {}
  }
  for (const route of routes) addRoute(ReadController, route);
  return ReadController;
}

interface Dependencies {
  readonly bus: QueryBus;
  readonly exports: Exports;
}

function addRoute(controller: Type, route: ReadRoute): void {
  const handle = async function (this: Dependencies, ...[request, reply, path, query]: Parameters<Handler>) {
    const principal = principalOf(request);
    const asked = { path, query: everyValue(query) };
    if (route.kind === 'list' && FORMAT in asked.query)
      return sendExport(reply, route, await this.exports.begin(route, asked, principal));
    const answer = await this.bus.execute(new AnswerRoute(route, asked, { userId: principal.userId }));
    if (route.kind === 'object') void reply.header('etag', etagOf(answer['revision'] as number));
    return answer;
  };
  const name = route.path;
  const prototype = controller.prototype as Record<string, Handler>;
  prototype[name] = handle;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  Get(`${API}/${route.path}`)(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Res({ passthrough: true })(prototype, name, 1);
  Param()(prototype, name, 2);
  Query()(prototype, name, 3);
  describeRoute(route, prototype, descriptor);
}

export function everyValue(query: RawQuery): Record<string, string[]> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()]));
}
