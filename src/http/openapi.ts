import type { INestApplication } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
  DocumentBuilder,
  SwaggerModule,
} from '@nestjs/swagger';
import { Type as Schema, type TSchema } from '@sinclair/typebox';
import type { Filter } from '../../projections/reading/parameters.js';
import type { ReadRoute } from '../../projections/reading/read-route.js';
import type { Aggregate, CommandType } from '../event-sourcing/decider.js';
import { listParameters, wholeLists } from './openapi-lists.js';

const receipt = Schema.Object({
  id: Schema.String(),
  revision: Schema.Integer({ minimum: 0 }),
  position: Schema.String({ description: 'a reader that has reached it sees the command' }),
  eventIds: Schema.Array(Schema.String(), { description: 'none where nothing changed' }),
});

const problem = Schema.Object({
  type: Schema.String(),
  title: Schema.String(),
  status: Schema.Integer(),
  detail: Schema.String(),
  code: Schema.String({ examples: ['proposal.withdrawn'] }),
  instance: Schema.String(),
  errors: Schema.Optional(Schema.Array(Schema.Object({ field: Schema.String(), message: Schema.String() }))),
  revision: Schema.Optional(Schema.Union([Schema.Integer(), Schema.Null()])),
});

const freshness = {
  position: Schema.Union([Schema.String(), Schema.Null()], {
    description: 'the last event that the read model has passed',
  }),
  asOf: Schema.Union([Schema.String(), Schema.Null()], { description: 'when that event was recorded (UTC)' }),
};

/** Declares a command's route: its body by its class, an example, and what it answers. */
export function describeCommand(
  aggregate: Aggregate,
  name: string,
  command: CommandType,
  prototype: object,
  descriptor: PropertyDescriptor,
): void {
  const creates = command.verb === undefined;
  const decorators: MethodDecorator[] = [
    ApiTags(tagOf(aggregate.key.path)),
    ApiOperation({ operationId: `${aggregate.decider.category}.${name}`, summary: sentenceOf(name) }),
    ApiBearerAuth(),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'makes sending again safe' }),
    ApiHeader({ name: 'If-Match', required: false, description: 'only at this revision, such as "3"' }),
    ApiBody({ type: command.body, examples: { [name]: { value: command.example } } }),
    ApiResponse({ status: creates ? 201 : 200, description: 'the receipt', schema: plain(receipt) }),
    ...[400, 401, 403, 404, 409, 412, 413, 415, 422, 503].map(problemResponse),
    ...(creates ? [] : pathParameters(aggregate.key.path)),
  ];
  apply(decorators, prototype, name, descriptor);
}

/** Declares a read model's route: its parameters, and the schema of what it answers. */
export function describeRoute(route: ReadRoute, prototype: object, descriptor: PropertyDescriptor): void {
  const isList = route.kind === 'list';
  const decorators: MethodDecorator[] = [
    ApiTags(tagOf(route.path)),
    ApiOperation({ operationId: `read.${route.path.replace(/[/:]+/g, '.')}`, summary: route.summary }),
    ApiBearerAuth(),
    ...pathParameters(route.path),
    ...Object.entries(route.filters).map(([name, filter]) => filterParameter(name, filter)),
    ...(isList ? listParameters : []),
    ApiQuery({
      name: 'after',
      required: false,
      schema: { type: 'string' },
      description: 'waits until the read model has reached this position',
    }),
    ApiResponse({
      status: 200,
      description: route.summary,
      content: { 'application/json': { schema: plain(answerOf(route)) }, ...(isList ? wholeLists : {}) },
    }),
    ...[400, 401, 403, 404, 503].map(problemResponse),
  ];
  apply(decorators, prototype, route.path, descriptor);
}

function answerOf({ kind, schema, sums }: ReadRoute): TSchema {
  const fields = schema as ReturnType<typeof Schema.Object>;
  const item = sums
    ? fields
    : Schema.Composite([Schema.Object({ id: Schema.String(), revision: Schema.Integer({ minimum: 0 }) }), fields]);
  return kind === 'list'
    ? Schema.Object({ items: Schema.Array(item), next: Schema.Union([Schema.String(), Schema.Null()]), ...freshness })
    : Schema.Composite([item, Schema.Object(freshness)]);
}

/** Serves the documentation, made from the routes themselves. */
export function serveDocumentation(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setTitle('Demarche')
    .setDescription('What campaigns for democracy log, and where they stand. Every event is kept; nothing is edited.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'docs/openapi.yaml' });
}

function apply(
  decorators: readonly MethodDecorator[],
  prototype: object,
  name: string,
  descriptor: PropertyDescriptor,
) {
  for (const decorate of decorators) decorate(prototype, name, descriptor);
}

function problemResponse(status: number): MethodDecorator {
  return ApiResponse({
    status,
    description: 'problem details',
    content: { 'application/problem+json': { schema: plain(problem) } },
  });
}

function pathParameters(path: string): MethodDecorator[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ApiParam({ name, schema: { type: 'string' } }));
}

function filterParameter(name: string, { values, description }: Filter): MethodDecorator {
  const items = { type: 'string', ...(values ? { enum: [...values] } : {}) };
  return ApiQuery({ name, required: false, schema: { type: 'array', items }, ...(description ? { description } : {}) });
}

/** A TypeBox schema is a JSON Schema; what is not of it (symbols) is left behind. */
function plain(schema: TSchema): Record<string, never> {
  return JSON.parse(JSON.stringify(schema)) as Record<string, never>;
}

function tagOf(path: string): string {
  return path.split('/')[0] ?? path;
}

/** `HoldConsultation` → `Hold consultation` */
function sentenceOf(name: string): string {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
