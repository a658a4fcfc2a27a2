import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { liveEntries } from '../projections/campaign-history/live-entries.js';
import { ReadModels } from '../projections/reading/read-models.js';
import { readRoutes } from '../projections/read-models.js';
import { Authenticator } from './access/authenticator.js';
import { aggregates } from './aggregates.js';
import { RunCommandHandler } from './commands/run-command.js';
import { CLOCK } from './event-sourcing/clock.js';
import { CommandRunner } from './event-sourcing/command-runner.js';
import { commandController } from './http/command-controller.js';
import { Exports } from './http/exports.js';
import { HealthController } from './http/health.controller.js';
import { LIVE_ENTRIES, LiveController, type LiveEntries } from './http/live.controller.js';
import { LiveStreams } from './http/live-streams.js';
import { MetricsController } from './http/metrics.controller.js';
import { Metrics } from './http/metrics.js';
import { readController } from './http/read-controller.js';
import { Readiness } from './server/readiness.js';
import { AnswerRouteHandler } from './queries/answer-route.js';
import type { Ledger } from './server/ledger.js';

/** What the server has opened before there are routes. */
export interface Opened {
  readonly ledger: Ledger;
  readonly readModels: ReadModels;
  readonly authenticator: Authenticator;
  readonly liveStreams: LiveStreams;
  readonly exports: Exports;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
}

/** Everything, put together. */
@Module({})
export class AppModule {
  static of(opened: Opened): DynamicModule {
    const entries: LiveEntries = (query) => liveEntries(opened.readModels, query);
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        ...aggregates.map(commandController),
        readController(readRoutes),
        LiveController,
        HealthController,
        MetricsController,
      ],
      providers: [
        RunCommandHandler,
        AnswerRouteHandler,
        { provide: CommandRunner, useValue: opened.ledger.runner },
        { provide: CLOCK, useValue: opened.ledger.clock },
        { provide: ReadModels, useValue: opened.readModels },
        { provide: Authenticator, useValue: opened.authenticator },
        { provide: LIVE_ENTRIES, useValue: entries },
        { provide: LiveStreams, useValue: opened.liveStreams },
        { provide: Exports, useValue: opened.exports },
        { provide: Readiness, useValue: opened.readiness },
        { provide: Metrics, useValue: opened.metrics },
      ],
    };
  }
}
