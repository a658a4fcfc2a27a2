import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { openCursor, sealCursor } from '../../projections/reading/cursor.js';
import { MOST_ITEMS } from '../../projections/reading/page.js';
import { BadParameters } from '../../projections/reading/read-route.js';
import { nullable, text } from '../../projections/reading/schemas.js';
import { API } from './paths.js';

/** A read model as queries are answered from it. */
export interface ShownReadModel {
  readonly name: string;
  readonly version: number;
  readonly shown: string | null;
  readonly asOf: string | null;
  readonly stoppedAt: string | null;
  readonly stoppedBecause: string | null;
  readonly digest: string | null;
}

/**
 * Every read model, all of one moment: once all have passed a position, where one is given.
 *
 * @throws ProjectionBehind · ForeignPosition
 */
export type ShowReadModels = (after: string | undefined) => Promise<readonly ShownReadModel[]>;
export const SHOW_READ_MODELS = Symbol('show read models');

const LIST = 'audit/read-models';
const USUAL_LIMIT = 50;
const PARAMETERS = new Set(['limit', 'cursor', 'after']);

const item = Type.Object({
  id: text('the name'),
  name: text(),
  version: Type.Integer({ description: 'of the fold' }),
  position: nullable(text('the last event that it has passed')),
  asOf: nullable(text('when that event was recorded (UTC)')),
  digest: nullable(
    text('SHA-256, hex, of its rows, positions left out; null while this version of the software builds it'),
  ),
  stopped: nullable(Type.Object({ at: text('position of an event that could not be folded'), because: text() })),
});
const answer = Type.Object({
  items: Type.Array(item),
  next: nullable(text()),
  position: nullable(text('the last event that every one of them has passed')),
  asOf: nullable(text('when that event was recorded (UTC)')),
});

@Controller()
@ApiTags('audit')
export class ReadModelsController {
  constructor(@Inject(SHOW_READ_MODELS) private readonly show: ShowReadModels) {}

  @Get(`${API}/${LIST}`)
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Position and digest of every read model' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MOST_ITEMS, default: USUAL_LIMIT },
  })
  @ApiQuery({ name: 'cursor', required: false, description: '`next` of a page' })
  @ApiQuery({ name: 'after', required: false, description: 'waits until every read model has reached this position' })
  @ApiResponse({ status: 200, schema: JSON.parse(JSON.stringify(answer)) as Record<string, never> })
  async list(@Query() query: Readonly<Record<string, string | string[]>>): Promise<object> {
    const given = onlyOnce(query);
    const limit = limitOf(given['limit']);
    const { after: last } = openCursor(LIST, toLists(given));
    const all = (await this.show(given['after'])).toSorted(byName);
    const rest = all.filter(({ name }) => last === undefined || name > String(last[0]));
    const page = rest.slice(0, limit);
    const [least] = all.toSorted((a, b) => ((a.shown ?? '') < (b.shown ?? '') ? -1 : 1));
    return {
      items: page.map(itemOf),
      next: rest.length > limit ? sealCursor(LIST, {}, [page.at(-1)?.name]) : null,
      position: least?.shown ?? null,
      asOf: least?.asOf ?? null,
    };
  }
}

function itemOf({ name, version, shown, asOf, digest, stoppedAt, stoppedBecause }: ShownReadModel): object {
  const stopped = stoppedAt === null ? null : { at: stoppedAt, because: stoppedBecause };
  return { id: name, name, version, position: shown, asOf, digest, stopped };
}

function byName({ name: a }: ShownReadModel, { name: b }: ShownReadModel): number {
  return a < b ? -1 : 1;
}

function onlyOnce(query: Readonly<Record<string, string | string[]>>): Readonly<Record<string, string>> {
  const errors = Object.entries(query).flatMap(([field, value]) => {
    if (!PARAMETERS.has(field)) return [{ field, message: 'is not a parameter of this route' }];
    return Array.isArray(value) ? [{ field, message: 'must be given once' }] : [];
  });
  if (errors.length > 0) throw new BadParameters(errors);
  return query as Readonly<Record<string, string>>;
}

function toLists(given: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, [value]]));
}

function limitOf(given = String(USUAL_LIMIT)): number {
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_ITEMS) return limit;
  throw new BadParameters([{ field: 'limit', message: `must be a whole number from 1 to ${String(MOST_ITEMS)}` }]);
}
