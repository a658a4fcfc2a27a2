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
import { AMENDING_VERBS, type AmendingVerb } from '../commands/amendments.js';
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

const CONDITIONS: readonly MethodDecorator[] = [
  ApiHeader({ name: 'Idempotency-Key', required: false, description: 'makes sending again safe' }),
  ApiHeader({ name: 'If-Match', required: false, description: 'only at this revision, such as "3"' }),
];
const REFUSALS = [400, 401, 403, 404, 409, 412, 413, 415, 422, 503];

const anything = Schema.Unknown({ description: 'null where nothing was known' });

const changes = Schema.Object({
  items: Schema.Array(
    Schema.Object({
      object: Schema.String({ description: 'a stream, or a route and the id of an item there' }),
      field: Schema.String({ description: 'decision.late: a field within a field' }),
      before: anything,
      after: anything,
      eventIds: Schema.Array(Schema.String(), { description: 'the events that changed it, in order' }),
    }),
  ),
  next: Schema.Null(),
  from: Schema.Object(freshness),
  ...freshness,
});

const setting = Schema.Object({
  value: anything,
  setBy: Schema.Object(
    {
      eventId: Schema.String(),
      type: Schema.String(),
      occurredOn: Schema.String(),
      recordedAt: Schema.String(),
      actor: Schema.String(),
      sentence: Schema.String(),
      sources: Schema.Unknown(),
      reason: Schema.Union([Schema.String(), Schema.Null()]),
      amends: Schema.Optional(Schema.String({ description: 'the event that it corrects or retracts' })),
    },
    { additionalProperties: true },
  ),
});

const explanation = Schema.Object({
  id: Schema.String(),
  revision: Schema.Integer(),
  fields: Schema.Array(
    Schema.Composite([
      Schema.Object({ field: Schema.String() }),
      setting,
      Schema.Object({ replaced: Schema.Array(setting, { description: 'the latest first, back to the first' }) }),
    ]),
  ),
  ...freshness,
});

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
    ...CONDITIONS,
    ApiBody({ type: command.body, examples: { [name]: { value: command.example } } }),
    ApiResponse({ status: creates ? 201 : 200, description: 'the receipt', schema: plain(receipt) }),
    ...REFUSALS.map(problemResponse),
    ...(creates ? [] : pathParameters(aggregate.key.path)),
  ];
  apply(decorators, prototype, name, descriptor);
}

/** Declares a route that amends an entry. */
export function DescribeAmendment(verb: AmendingVerb): MethodDecorator {
  const { name, body } = AMENDING_VERBS[verb];
  const reason = 'The record names another capacity';
  const example = verb === 'correct' ? { patch: { capacity: 'head-of-state' }, reason } : { reason };
  const decorators = [
    ApiTags('entries'),
    ApiOperation({ operationId: `entries.${name}`, summary: sentenceOf(name) }),
    ApiBearerAuth(),
    ...CONDITIONS,
    ApiBody({ type: body, examples: { [name]: { value: example } } }),
    ApiResponse({ status: 200, description: 'the receipt', schema: plain(receipt) }),
    ...REFUSALS.map(problemResponse),
    ...pathParameters('entries/:eventId'),
  ];
  return (prototype, method, descriptor) => {
    apply(decorators, prototype, String(method), descriptor);
  };
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
    ApiQuery({
      name: 'asOf',
      required: false,
      schema: { type: 'string' },
      description: 'as the system answered then: a position (inclusive), or an instant with T and an offset',
    }),
    ApiQuery({
      name: 'happenedBy',
      required: false,
      schema: { type: 'string' },
      description:
        'what, as known at asOf, had happened by a day, month or year; entries that only may have are listed as ' +
        '`possibly`, but not in a whole list',
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

/** Declares a route that tells of the past of what another shows. */
export function describePast(
  kind: 'changes' | 'explain',
  route: ReadRoute,
  prototype: object,
  descriptor: PropertyDescriptor,
): void {
  const path = `${route.path}/${kind}`;
  const parameters = kind === 'changes' ? ['from', 'to', ...(route.kind === 'list' ? ['campaignId'] : [])] : ['asOf'];
  const summary =
    kind === 'changes' ? 'What differs between two moments' : 'For each value shown: what set it, and what it replaced';
  const decorators: MethodDecorator[] = [
    ApiTags(tagOf(route.path)),
    ApiOperation({ operationId: `read.${path.replace(/[/:]+/g, '.')}`, summary }),
    ApiBearerAuth(),
    ...pathParameters(route.path),
    ...parameters.map((name) => ApiQuery({ name, required: false, schema: { type: 'string' } })),
    ApiResponse({ status: 200, description: summary, schema: plain(kind === 'changes' ? changes : explanation) }),
    ...[400, 401, 403, 404, 503].map(problemResponse),
  ];
  apply(decorators, prototype, path, descriptor);
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
