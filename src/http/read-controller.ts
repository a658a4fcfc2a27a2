import { Controller, Get, Inject, Param, Query, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import { AnswerRoute } from '../queries/answer-route.js';
import { etagOf } from './conditions.js';
import { describeRoute } from './openapi.js';
import { API } from './paths.js';
import { principalOf } from './principal.js';

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
    constructor(@Inject(QueryBus) readonly bus: QueryBus) {}
  }
  for (const route of routes) addRoute(ReadController, route);
  return ReadController;
}

function addRoute(controller: Type, route: ReadRoute): void {
  const handle = async function (this: { bus: QueryBus }, ...[request, reply, path, query]: Parameters<Handler>) {
    const { userId } = principalOf(request);
    const answer = await this.bus.execute(new AnswerRoute(route, { path, query: everyValue(query) }, { userId }));
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
