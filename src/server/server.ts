import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { apiTokens, type ApiTokenRow } from '../../projections/api-tokens/api-tokens.projection.js';
import { projections } from '../../projections/read-models.js';
import { ReadModelBuilding, ReadModels } from '../../projections/reading/read-models.js';
import { asksOfThePast } from '../../projections/reading/read-route.js';
import { Authenticator } from '../access/authenticator.js';
import { issueToken } from '../access/issue-token.js';
import { aggregates } from '../aggregates.js';
import { AppModule, type Opened } from '../app.module.js';
import { warmUp } from '../commands/warm-up.js';
import type { Settings } from '../config.js';
import type { Position } from '../event-sourcing/event.js';
import { takeWriterLock } from '../event-stores/sqlite/writer-lock.js';
import { admitOnlyWithToken } from '../http/admission.js';
import { recordExport } from '../audit/record.js';
import { Exports, type ExportEnded } from '../http/exports.js';
import { fastifyAdapter, prepareServer } from '../http/fastify-server.js';
import { LiveStreams } from '../http/live-streams.js';
import { Metrics } from '../http/metrics.js';
import { serveDocumentation } from '../http/openapi.js';
import { ProblemFilter } from '../http/problem-filter.js';
import { Stopping } from '../http/stopping.js';
import { watchRequests } from '../http/watch-requests.js';
import { CheckpointThread } from './checkpoint-thread.js';
import { openDataFolder } from './data-folder.js';
import { DigestThread } from './digest-thread.js';
import { openLedger, type Ledger, type LedgerOptions } from './ledger.js';
import { PastThread } from './past-thread.js';
import { ProjectionThread } from './projection-thread.js';
import { Readiness } from './readiness.js';
import { addStateGauges } from './state-gauges.js';
import { OPENING_PATIENCE_MS, openPatiently } from './waiting-room.js';

/** Everything has ended by then, or is made to. */
const STOP_DEADLINE_MS = 8_000;
const SYSTEM_VIEWER = { userId: 'system' };
const FIRST_USER = 'admin';

export interface RunningServer {
  readonly address: string;
  /** The first token of a new folder; absent on any other. */
  readonly firstToken: string | undefined;
  readonly ledger: Ledger;
  /** Ends live streams and exports, answers or refuses every command, and lets go of the folder. Within ten seconds. */
  stop(): Promise<void>;
}

/**
 * Starts a server on a data folder.
 *
 * @throws FolderInUse where another server has it, NewerDataFolder where a newer version wrote it
 */
export async function startServer(settings: Settings, logger: Logger): Promise<RunningServer> {
  const lock = takeWriterLock(openDataFolder(settings.dataDir).path);
  const metrics = new Metrics();
  const { observer } = metrics;
  const options = { observer, onCommit: observer.committed, openingPatienceMs: OPENING_PATIENCE_MS };
  const { ledger, headAtStart } = await openPatiently(
    () => openToItsHead(settings, options),
    settings,
    (address) => {
      logger.warn({ address }, 'the event store is being waited for');
    },
  );
  const isNew = /\.0+$/.test(headAtStart);
  const firstToken = isNew && settings.bootstrapToken === undefined ? await issueFirstToken(ledger) : undefined;
  beginReadModels(ledger);
  const thread = startThread(ledger, settings, logger);
  thread.onSubscriptionDropped(observer.subscriptionDropped);
  const checkpoints = startCheckpoints(ledger, settings, logger);
  const digests = new DigestThread(ledger.folder.readDatabase, ledger.database);
  const readModels = new ReadModels({ ...ledger, logId: ledger.store.logId, feed: thread });
  const past = startPast(ledger, settings, logger, observer.snapshotFailed);
  const authenticator = await openAuthenticator(settings, ledger, readModels);
  const liveStreams = new LiveStreams(authenticator);
  const exports = new Exports({
    hold: (route, asked, viewer) =>
      asksOfThePast(asked) ? past.hold({ route: route.path, asked, viewer }) : readModels.hold(route, asked, viewer),
    isStillValid: (principal) => authenticator.isStillValid(principal),
    onExported: (ended) => {
      tellOfExport(ended, ledger, logger);
    },
  });
  endStreamsOfRevokedTokens(thread, authenticator, [liveStreams, exports], logger);
  const readiness = new Readiness(ledger, thread, headAtStart);
  addStateGauges(metrics.registry, { ledger, thread, readiness, liveStreams });
  const stopping = new Stopping();
  const opened = { ledger, readModels, past, authenticator, liveStreams, exports, readiness, metrics, digests };
  const app = await createApp(stopping, opened, logger);
  warmUp(aggregates, ledger.clock.now());
  await app.listen({ port: settings.port, host: settings.host });
  const stop = async (): Promise<void> => {
    stopping.begin();
    liveStreams.endAll();
    await digests.stop();
    exports.endAll();
    await stopping.letGo(app.getHttpServer(), () => app.close(), STOP_DEADLINE_MS);
    await ledger.runner.settled();
    await Promise.all([thread.stop(), checkpoints.stop(), past.stop()]);
    await ledger.close();
    lock.release();
  };
  return { address: await app.getUrl(), firstToken, ledger, stop };
}

/** Where a server writes that others share, the end of our log may have to be looked for. */
async function openToItsHead(
  settings: Settings,
  options: LedgerOptions,
): Promise<{ readonly ledger: Ledger; readonly headAtStart: Position }> {
  const ledger = await openLedger(settings, options);
  try {
    return { ledger, headAtStart: await ledger.store.head() };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** Read models that were never there can be asked from the first moment: they show nothing yet, and say so. */
function beginReadModels({ database }: Ledger): void {
  for (const projection of projections) if (!database.live(projection.name)) database.begin(projection, true);
}

function startThread({ folder }: Ledger, { eventStore }: Settings, logger: Logger): ProjectionThread {
  const thread = new ProjectionThread({ log: { eventStore, file: folder.log }, readDatabase: folder.readDatabase });
  thread.onNotice((notice, readModel) => {
    logger.warn({ readModel, notice }, 'read model');
  });
  thread.onFailed((error) => {
    logger.error({ error: error.name }, 'the projector died');
  });
  return thread;
}

/** What was taken away is told, also where not all of it was. */
function tellOfExport({ principal, complete: _, ...exported }: ExportEnded, ledger: Ledger, logger: Logger): void {
  recordExport(ledger.runner, ledger.clock, { ...principal, ...exported }).catch((error: unknown) => {
    logger.error({ error: (error as Error).name }, 'an export could not be recorded');
  });
}

function startPast(
  { folder }: Ledger,
  { eventStore }: Settings,
  logger: Logger,
  snapshotFailed: () => void,
): PastThread {
  const log = { eventStore, file: folder.log };
  return new PastThread(
    { log, readDatabase: folder.readDatabase, folder: folder.snapshots },
    {
      onFailed: (error) => {
        logger.error({ error: error.name }, 'the thread that knows the past died');
      },
      onSnapshotFailed: ({ name, code }) => {
        snapshotFailed();
        logger.warn({ error: name, code }, 'a snapshot for questions about the past could not be taken');
      },
    },
  );
}

function startCheckpoints({ folder }: Ledger, { eventStore }: Settings, logger: Logger): CheckpointThread {
  const files = eventStore ? [folder.readDatabase] : [folder.log, folder.readDatabase];
  return new CheckpointThread(files, (error) => {
    logger.warn({ error: error.name }, 'the thread that copies write-ahead logs died');
  });
}

async function openAuthenticator(settings: Settings, ledger: Ledger, readModels: ReadModels): Promise<Authenticator> {
  const authenticator = new Authenticator({
    bootstrapToken: settings.bootstrapToken,
    clock: ledger.clock,
    loadTokens: () => readModels.read(apiTokens, SYSTEM_VIEWER, (reading) => reading.rows<ApiTokenRow>('token')),
    caughtUp: async () => {
      await readModels.reached(apiTokens, await ledger.store.head()).catch(() => undefined);
    },
  });
  await authenticator.reload().catch(unlessBuilding);
  return authenticator;
}

/** Until the read model of tokens is there, each is looked for when it is used. */
function unlessBuilding(error: unknown): void {
  if (!(error instanceof ReadModelBuilding)) throw error;
}

function endStreamsOfRevokedTokens(
  thread: ProjectionThread,
  authenticator: Authenticator,
  streams: readonly { endInvalid(): void }[],
  logger: Logger,
): void {
  const endInvalid = (): void => {
    for (const some of streams) some.endInvalid();
  };
  thread.onCommitted((categories) => {
    if (categories !== 'all' && !categories.includes('access')) return;
    authenticator.reload().then(
      () => {
        endInvalid();
      },
      (error: unknown) => {
        logger.error({ error: (error as Error).name }, 'tokens could not be loaded');
      },
    );
  });
  // A token that runs out does so without an event.
  setInterval(endInvalid, 1_000).unref();
}

async function createApp(stopping: Stopping, opened: Opened, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = fastifyAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(opened), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  const server = adapter.getInstance();
  prepareServer(server);
  stopping.watch(server);
  watchRequests(server, opened.metrics);
  admitOnlyWithToken(server, opened.authenticator);
  app.useGlobalFilters(new ProblemFilter(logger));
  serveDocumentation(app);
  return app;
}

async function issueFirstToken(ledger: Ledger): Promise<string> {
  const { token } = await issueToken(ledger.runner, ledger.clock, {
    userId: FIRST_USER,
    scope: 'write',
    actorId: FIRST_USER,
  });
  return token;
}

/** Leaves the first token in a file for its owner alone; returns the path. */
export function leaveFirstToken(ledger: Ledger, token: string): string {
  writeFileSync(ledger.folder.firstToken, `${token}\n`, { mode: 0o600 });
  return ledger.folder.firstToken;
}
