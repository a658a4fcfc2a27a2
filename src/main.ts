import 'reflect-metadata';
import pino from 'pino';
import { BadSetting, readSettings } from './config.js';
import { sqliteCodeOf } from './event-stores/sqlite/sqlite-errors.js';
import { leaveFirstToken, startServer } from './server/server.js';

/** Errors that a person can do something about: told by name, without a stack. */
const REFUSALS = new Set([
  'BadSetting',
  'FolderInUse',
  'NewerDataFolder',
  'NotALog',
  'NewerReadDatabase',
  'NotAReadDatabase',
  'StoreUnavailable',
]);

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const logger = pino({ level: settings.logLevel, base: null }, pino.destination(2));
  const server = await startServer(settings, logger);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error: (error as Error).name }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Last: whoever reads it may ask for the stop at once.
  if (server.firstToken !== undefined) tellFirstToken(server);
  process.stdout.write(`Demarche is at ${server.address}; documentation at ${server.address}/docs\n`);
}

function tellFirstToken({ ledger, firstToken = '' }: Awaited<ReturnType<typeof startServer>>): void {
  const told = process.stdout.isTTY
    ? `The first token, shown this once: ${firstToken}`
    : `The first token is in ${leaveFirstToken(ledger, firstToken)}`;
  process.stdout.write(`${told}\n`);
}

main().catch((error: unknown) => {
  const isRefusal = error instanceof Error && (REFUSALS.has(error.name) || sqliteCodeOf(error) !== '');
  process.stderr.write(`Demarche does not start: ${isRefusal ? error.message : String((error as Error).stack)}\n`);
  process.exit(error instanceof BadSetting ? 2 : 1);
});
