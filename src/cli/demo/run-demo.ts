import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { aggregates } from '../../aggregates.js';
import { readSettings, type Settings } from '../../config.js';
import { importFile, type ImportReport } from '../../import/import-file.js';
import { leaveFirstToken, startServer, type RunningServer } from '../../server/server.js';
import { CalledWrongly } from '../exit-codes.js';
import { campaignReports } from './campaign-report.js';
import { campaignText } from './campaign-text.js';
import { DemoApi } from './demo-api.js';
import { PAGE_WIDTH, wrap } from './wrap.js';

const CASES = fileURLToPath(new URL('../../../../cases/three-arenas.ndjson', import.meta.url));
const ACTOR = 'demo';

/** Runs the demonstration until it is stopped; whether all of the sample that is known was imported. */
export async function runDemo(): Promise<boolean> {
  const settings = readSettings(process.env);
  const stopped = untilStopped();
  const folder = mkdtempSync(join(tmpdir(), 'demarche-demo-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const server = await start({ ...settings, dataDir: folder, bootstrapToken: undefined });
  try {
    const report = await importCases(server);
    await show(server, report);
    tellTheWayIn(server);
    await stopped;
    return report.errors.length === 0;
  } finally {
    await server.stop();
  }
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    // Handlers that stay: a second signal changes nothing.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

async function start(settings: Settings): Promise<RunningServer> {
  try {
    return await startServer(settings, pino({ level: settings.logLevel, base: null }, pino.destination(2)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'listen') throw error;
    throw new CalledWrongly(
      `nothing can listen at port ${String(settings.port)} of ${settings.host}; set PORT to another`,
    );
  }
}

async function importCases({ ledger }: RunningServer): Promise<ImportReport> {
  const report = await importFile(CASES, {
    aggregates,
    log: ledger,
    actorId: ACTOR,
    passOverUnknown: true,
  });
  for (const { line, field, message } of report.errors)
    process.stderr.write(`line ${String(line)} of the sample: ${field} ${message}\n`);
  return report;
}

async function show({ address, firstToken = '', ledger }: RunningServer, { passedOver }: ImportReport): Promise<void> {
  const api = new DemoApi(address, firstToken);
  const reports = await campaignReports(api, await ledger.store.head());
  for (const report of reports) say(`${campaignText(report)}\n`);
  say('═'.repeat(PAGE_WIDTH));
  if (passedOver > 0) say(`${String(passedOver)} entries of the sample wait for parts that are still to come.`);
}

function tellTheWayIn({ address, firstToken = '', ledger }: RunningServer): void {
  say(`Demarche is at ${address}; documentation at ${address}/docs`);
  say(
    process.stdout.isTTY
      ? `The first token, shown this once: ${firstToken}`
      : `The first token is in ${leaveFirstToken(ledger, firstToken)}`,
  );
  say(`The command line reaches it with DEMARCHE_DATA_DIR=${ledger.folder.path}`);
  say(wrap('It stays up until it is stopped (Ctrl-C); its folder is removed then.', ''));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
