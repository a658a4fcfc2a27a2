import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { streamOfEvent } from '../projections/audit-log/stream-of-event.js';
import { liveEntries } from '../projections/campaign-history/live-entries.js';
import { ReadModels } from '../projections/reading/read-models.js';
import { projections, readRoutes } from '../projections/read-models.js';
import { Authenticator } from './access/authenticator.js';
import { aggregates } from './aggregates.js';
import { RunCommandHandler } from './commands/run-command.js';
import { CLOCK } from './event-sourcing/clock.js';
import { CommandRunner } from './event-sourcing/command-runner.js';
import { commandController } from './http/command-controller.js';
import { EntriesController, STREAM_OF_EVENT, type StreamOfEvent } from './http/entries.controller.js';
import { Exports } from './http/exports.js';
import { HealthController } from './http/health.controller.js';
import { LIVE_ENTRIES, LiveController, type LiveEntries } from './http/live.controller.js';
import { LiveStreams } from './http/live-streams.js';
import { MetricsController } from './http/metrics.controller.js';
import { Metrics } from './http/metrics.js';
import { pastController } from './http/past-controller.js';
import { readController } from './http/read-controller.js';
import { ReadModelsController, SHOW_READ_MODELS, type ShowReadModels } from './http/read-models.controller.js';
import { Readiness } from './server/readiness.js';
import { PastThread } from './server/past-thread.js';
import { AnswerRouteHandler } from './queries/answer-route.js';
import { AskPastHandler } from './queries/ask-past.js';
import { DigestThread } from './server/digest-thread.js';
import type { Ledger } from './server/ledger.js';

/** What the server has opened before there are routes. */
export interface Opened {
  readonly ledger: Ledger;
  readonly readModels: ReadModels;
  readonly past: PastThread;
  readonly authenticator: Authenticator;
  readonly liveStreams: LiveStreams;
  readonly exports: Exports;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly digests: DigestThread;
}

/** Everything, put together. */
@Module({})
export class AppModule {
  static of(opened: Opened): DynamicModule {
    const { store } = opened.ledger;
    const streamOf: StreamOfEvent = (eventId, viewer) =>
      streamOfEvent(opened.readModels, () => store.head(), { eventId, viewer });
    const entries: LiveEntries = (query) => liveEntries(opened.readModels, query);
    const showReadModels: ShowReadModels = async (after) => {
      const { readModels, digests } = opened;
      if (after === undefined) return digests.look();
      const position = readModels.ownPosition(after);
      await Promise.all(projections.map((projection) => readModels.reached(projection, position)));
      return digests.lookFromNow();
    };
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        ...aggregates.map(commandController),
        readController(readRoutes),
        pastController(readRoutes),
        EntriesController,
        LiveController,
        ReadModelsController,
        HealthController,
        MetricsController,
      ],
      providers: [
        RunCommandHandler,
        AnswerRouteHandler,
        AskPastHandler,
        { provide: CommandRunner, useValue: opened.ledger.runner },
        { provide: CLOCK, useValue: opened.ledger.clock },
        { provide: ReadModels, useValue: opened.readModels },
        { provide: PastThread, useValue: opened.past },
        { provide: Authenticator, useValue: opened.authenticator },
        { provide: STREAM_OF_EVENT, useValue: streamOf },
        { provide: LIVE_ENTRIES, useValue: entries },
        { provide: SHOW_READ_MODELS, useValue: showReadModels },
        { provide: LiveStreams, useValue: opened.liveStreams },
        { provide: Exports, useValue: opened.exports },
        { provide: Readiness, useValue: opened.readiness },
        { provide: Metrics, useValue: opened.metrics },
      ],
    };
  }
}
