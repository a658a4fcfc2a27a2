import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '../../projections/reading/read-models.js';
import { asksOfThePast, type Asked, type ReadRoute } from '../../projections/reading/read-route.js';
import type { Viewer } from '../../projections/reading/viewer.js';
import { PastThread } from '../server/past-thread.js';

export type Answer = Record<string, unknown>;

/** A question to a read model, by one viewer. */
export class AnswerRoute extends Query<Answer> {
  constructor(
    readonly route: ReadRoute,
    readonly asked: Asked,
    readonly viewer: Viewer,
  ) {
    super();
  }
}

@QueryHandler(AnswerRoute)
export class AnswerRouteHandler implements IQueryHandler<AnswerRoute> {
  constructor(
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(PastThread) private readonly past: PastThread,
  ) {}

  execute({ route, asked, viewer }: AnswerRoute): Promise<Answer> {
    if (asksOfThePast(asked)) return this.past.ask({ kind: 'answer', route: route.path, asked, viewer });
    return this.readModels.answer(route, asked, viewer);
  }
}
