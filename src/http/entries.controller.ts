import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '../../projections/reading/viewer.js';
import { aggregates } from '../aggregates.js';
import { validateAmendment, type AmendingVerb } from '../commands/amendments.js';
import { isUuid } from '../commands/declarations.js';
import { RunCommand } from '../commands/run-command.js';
import { CLOCK, type Clock } from '../event-sourcing/clock.js';
import type { Aggregate } from '../event-sourcing/decider.js';
import { categoryOf, type StreamName } from '../event-sourcing/event.js';
import { NoSuchObject } from '../event-sourcing/refusal.js';
import { receiptBody } from './command-controller.js';
import { etagOf, idempotencyKeyOf, ifMatchOf } from './conditions.js';
import { DescribeAmendment } from './openapi.js';
import { API } from './paths.js';
import { principalOf } from './principal.js';

/** The stream that an event is in, as far as the viewer may know. */
export type StreamOfEvent = (eventId: string, viewer: Viewer) => Promise<StreamName | undefined>;
export const STREAM_OF_EVENT = Symbol('stream of event');

/** Entries of every aggregate, put right or taken back by an entry of their own. */
@Controller()
export class EntriesController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(STREAM_OF_EVENT) private readonly streamOf: StreamOfEvent,
  ) {}

  @Post(`${API}/entries/:eventId/correct`)
  @HttpCode(200)
  @DescribeAmendment('correct')
  correct(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('eventId') eventId: string,
  ): Promise<object> {
    return this.amend('correct', eventId, request, reply);
  }

  @Post(`${API}/entries/:eventId/retract`)
  @HttpCode(200)
  @DescribeAmendment('retract')
  retract(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('eventId') eventId: string,
  ): Promise<object> {
    return this.amend('retract', eventId, request, reply);
  }

  private async amend(
    verb: AmendingVerb,
    eventId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<object> {
    const { userId, tokenId } = principalOf(request);
    const asked = validateAmendment(verb, eventId, request.body, this.clock.now());
    const ifMatch = ifMatchOf(request.headers);
    const idempotencyKey = idempotencyKeyOf(request.headers);
    const target = isUuid(eventId) ? await this.streamOf(eventId, { userId }) : undefined;
    if (target === undefined) throw new NoSuchObject('entry');
    const receipt = await this.bus.execute(
      new RunCommand({
        aggregate: aggregateOf(target),
        target,
        keyTarget: `entries/${eventId}`,
        asked: { ...asked, actorId: userId },
        body: request.body,
        idempotencyKey,
        ...(tokenId === undefined ? {} : { tokenId }),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      }),
    );
    void reply.header('etag', etagOf(receipt.revision));
    return receiptBody(receipt);
  }
}

function aggregateOf(stream: StreamName): Aggregate {
  const aggregate = aggregates.find(({ decider }) => decider.category === categoryOf(stream));
  if (!aggregate) throw new NoSuchObject('entry');
  return aggregate;
}
