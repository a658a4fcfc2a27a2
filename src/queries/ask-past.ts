import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Asked, ReadRoute } from '../../projections/reading/read-route.js';
import type { Viewer } from '../../projections/reading/viewer.js';
import { PastThread } from '../server/past-thread.js';
import type { Answer } from './answer-route.js';

/** What changed in what a route shows, or why it shows what it does, asked by one viewer. */
export class AskPast extends Query<Answer> {
  constructor(
    readonly kind: 'changes' | 'explain',
    readonly route: ReadRoute,
    readonly asked: Asked,
    readonly viewer: Viewer,
  ) {
    super();
  }
}

@QueryHandler(AskPast)
export class AskPastHandler implements IQueryHandler<AskPast> {
  constructor(@Inject(PastThread) private readonly past: PastThread) {}

  execute({ kind, route, asked, viewer }: AskPast): Promise<Answer> {
    return this.past.ask({ kind, route: route.path, asked, viewer });
  }
}
