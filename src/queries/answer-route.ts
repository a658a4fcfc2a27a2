import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '../../projections/reading/read-models.js';
import type { Asked, ReadRoute } from '../../projections/reading/read-route.js';
import type { Viewer } from '../../projections/reading/viewer.js';

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
  constructor(@Inject(ReadModels) private readonly readModels: ReadModels) {}

  execute({ route, asked, viewer }: AnswerRoute): Promise<Answer> {
    return this.readModels.answer(route, asked, viewer);
  }
}
