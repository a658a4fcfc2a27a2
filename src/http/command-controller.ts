import { Controller, HttpCode, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RunCommand } from '../commands/run-command.js';
import { validateCommand } from '../commands/validate.js';
import { CLOCK, type Clock } from '../event-sourcing/clock.js';
import type { Aggregate, CommandType } from '../event-sourcing/decider.js';
import { streamName, type StreamName } from '../event-sourcing/event.js';
import { NoSuchObject } from '../event-sourcing/refusal.js';
import type { Receipt, Submission } from '../event-sourcing/submission.js';
import { etagOf, idempotencyKeyOf, ifMatchOf } from './conditions.js';
import { describeCommand } from './openapi.js';
import { API } from './paths.js';
import { principalOf } from './principal.js';

type Handler = (request: FastifyRequest, reply: FastifyReply, path: Record<string, string>) => Promise<object>;

/** The HTTP routes of an aggregate: one for each command, and only HTTP. */
export function commandController(aggregate: Aggregate): Type {
  @Controller()
  class CommandController {
    constructor(
      @Inject(CommandBus) readonly bus: CommandBus,
      @Inject(CLOCK) readonly clock: Clock,
    ) {}
  }
  Object.defineProperty(CommandController, 'name', { value: `${aggregate.decider.category}CommandController` });
  for (const [name, command] of Object.entries(aggregate.commands))
    addRoute(CommandController, aggregate, name, command);
  return CommandController;
}

interface Dependencies {
  readonly bus: CommandBus;
  readonly clock: Clock;
}

function addRoute(controller: Type, aggregate: Aggregate, name: string, command: CommandType): void {
  const creates = command.verb === undefined;
  const path = creates ? collectionOf(aggregate) : `${aggregate.key.path}/${command.verb}`;
  const handle = async function (this: Dependencies, ...[request, reply, parts]: Parameters<Handler>): Promise<object> {
    const submission = submissionOf(aggregate, name, command, { request, parts, now: this.clock.now() });
    const receipt = await this.bus.execute(new RunCommand(submission));
    void reply.header('etag', etagOf(receipt.revision));
    if (creates) void reply.header('location', `/${API}/${path}/${receipt.id}`);
    return receiptBody(receipt);
  };
  const prototype = controller.prototype as Record<string, Handler>;
  prototype[name] = handle;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  Post(`${API}/${path}`)(prototype, name, descriptor);
  HttpCode(creates ? 201 : 200)(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Res({ passthrough: true })(prototype, name, 1);
  Param()(prototype, name, 2);
  describeCommand(aggregate, name, command, prototype, descriptor);
}

interface Arrived {
  readonly request: FastifyRequest;
  readonly parts: Readonly<Record<string, string>>;
  readonly now: number;
}

function submissionOf(aggregate: Aggregate, name: string, command: CommandType, arrived: Arrived): Submission {
  const { request } = arrived;
  const { userId, tokenId } = principalOf(request);
  const named = command.verb === undefined ? undefined : objectNamed(aggregate, arrived.parts);
  const { id, asked } = validateCommand(name, command.body, request.body, arrived.now);
  const ifMatch = ifMatchOf(request.headers);
  return {
    aggregate,
    target: named ?? (id === undefined ? 'chosen-by-server' : streamName(aggregate.decider.category, id)),
    asked: { ...asked, actorId: userId },
    body: request.body,
    idempotencyKey: idempotencyKeyOf(request.headers),
    ...(tokenId === undefined ? {} : { tokenId }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

/** The stream that a path names. @throws NoSuchObject where no object can have that name */
function objectNamed({ decider, key }: Aggregate, parts: Readonly<Record<string, string>>): StreamName {
  const names = key.path.split('/').filter((part) => part.startsWith(':'));
  const id = key.idOf(names.map((name) => parts[name.slice(1)] ?? ''));
  if (id === undefined) throw new NoSuchObject(decider.category);
  return streamName(decider.category, id);
}

function collectionOf({ key }: Aggregate): string {
  return key.path.split('/:')[0] ?? '';
}

export function receiptBody({ id, revision, position, eventIds }: Receipt): object {
  return { id, revision: Number(revision), position, eventIds };
}
