import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReadModels } from '../../projections/reading/read-models.js';
import { BadParameters } from '../../projections/reading/read-route.js';
import type { Viewer } from '../../projections/reading/viewer.js';
import { LiveStreams } from './live-streams.js';
import { API } from './paths.js';
import { principalOf } from './principal.js';
import { ServerSentEvents, type LiveItem } from './server-sent-events.js';

/** What to follow, for whom, and until when. */
export interface LiveQuery {
  readonly viewer: Viewer;
  readonly campaignIds: readonly string[] | undefined;
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

/** Entries as they come. */
export type LiveEntries = (query: LiveQuery) => AsyncIterable<LiveItem>;
export const LIVE_ENTRIES = Symbol('live entries');

@Controller()
@ApiTags('live')
export class LiveController {
  constructor(
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(LiveStreams) private readonly streams: LiveStreams,
    @Inject(LIVE_ENTRIES) private readonly entries: LiveEntries,
  ) {}

  @Get(`${API}/live`)
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Entries of the history as they come, as server-sent events' })
  @ApiProduces('text/event-stream')
  @ApiQuery({ name: 'campaignId', required: false })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'the position to go on from' })
  follow(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Readonly<Record<string, string | string[]>>,
  ): void {
    const campaignIds = campaignsOf(query);
    const principal = principalOf(request);
    const lastSeen = request.headers['last-event-id'];
    const after = typeof lastSeen === 'string' ? this.readModels.ownPosition(lastSeen) : undefined;
    const end = this.streams.open(principal);
    const viewer = { userId: principal.userId };
    const entries = this.entries({ viewer, campaignIds, after, signal: end.signal });
    const events = Readable.from(new ServerSentEvents(entries, end.signal), { objectMode: false });
    // The stream itself closes only once its source has: a reader that left shows in the connection.
    reply.raw.on('close', () => {
      end.abort();
    });
    void reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('x-accel-buffering', 'no')
      .send(events);
  }
}

function campaignsOf(query: Readonly<Record<string, string | string[]>>): string[] | undefined {
  const unknown = Object.keys(query).filter((name) => name !== 'campaignId');
  if (unknown.length > 0)
    throw new BadParameters(unknown.map((field) => ({ field, message: 'is not a parameter of this route' })));
  const given = query['campaignId'];
  return given === undefined ? undefined : [given].flat();
}
