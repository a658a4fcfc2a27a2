import { Controller, Get, Inject, Param, Query, Req, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import { AskPast } from '../queries/ask-past.js';
import { describePast } from './openapi.js';
import { API } from './paths.js';
import { principalOf } from './principal.js';
import { everyValue, type RawQuery } from './read-controller.js';

type Handler = (request: FastifyRequest, path: Record<string, string>, query: RawQuery) => Promise<object>;

/** The HTTP routes that tell what changed in what a route shows; and of an object, why each value is shown. */
export function pastController(routes: readonly ReadRoute[]): Type {
  @Controller()
  class PastController {
    constructor(@Inject(QueryBus) readonly bus: QueryBus) {}
  }
  for (const route of routes) {
    if (!route.shows) continue;
    addRoute(PastController, route, 'changes');
    if (route.kind === 'object') addRoute(PastController, route, 'explain');
  }
  return PastController;
}

function addRoute(controller: Type, route: ReadRoute, kind: AskPast['kind']): void {
  const handle = function (this: { bus: QueryBus }, ...[request, path, query]: Parameters<Handler>): Promise<object> {
    const { userId } = principalOf(request);
    return this.bus.execute(new AskPast(kind, route, { path, query: everyValue(query) }, { userId }));
  };
  const name = `${route.path}/${kind}`;
  const prototype = controller.prototype as Record<string, Handler>;
  prototype[name] = handle;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  Get(`${API}/${name}`)(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Param()(prototype, name, 1);
  Query()(prototype, name, 2);
  describePast(kind, route, prototype, descriptor);
}
