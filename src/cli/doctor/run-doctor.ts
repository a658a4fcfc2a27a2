import { readSettings, type Settings } from '../../config.js';
import { systemClock } from '../../event-sourcing/clock.js';
import { dataFolderAt } from '../../server/data-folder.js';
import { EXIT, explain, type ExitCode } from '../exit-codes.js';
import { Progress } from '../progress.js';
import { print } from '../with-ledger.js';
import type { Check, Examined, Finding } from './check.js';
import { clock, readModels } from './progress-of-read-models.js';
import { embeddedLog, readDatabase, remoteLog } from './stores.js';
import { dataFolder, disk, settings, versions } from './surroundings.js';

/** They compare the stores: they look at nothing where one of them cannot be opened. */
const COMPARING: readonly Check[] = [readModels, clock];
const STORES: readonly Check[] = [embeddedLog, remoteLog, readDatabase];
const NOT_OPENED = 'could not be looked at: first the log and the read database have to be opened';

/**
 * Looks at everything that a server needs, and prints what it found and what to do about it.
 *
 * @returns unreachable where a store cannot be opened, unmet where something else failed
 */
export async function runDoctor(isJson: boolean | undefined): Promise<ExitCode> {
  const read = readSettings(process.env);
  const examined = { settings: read, folder: dataFolderAt(read.dataDir), clock: systemClock };
  const findings = await lookAt(examined, checksOf(read));
  const state = findings.some((finding) => finding.state === 'failed') ? 'failed' : 'ok';
  const told = findings.map(({ unreachable: _, ...finding }) => finding);
  print(isJson, { state, checks: told }, findings.map(textOf).join('\n'));
  if (state === 'ok') return EXIT.done;
  return findings.some(({ unreachable }) => unreachable) ? EXIT.unreachable : EXIT.unmet;
}

function checksOf({ eventStore }: Settings): Check[] {
  const log = eventStore ? remoteLog : embeddedLog;
  return [settings, versions, dataFolder, disk, log, readDatabase, ...COMPARING];
}

async function lookAt(examined: Examined, checks: readonly Check[]): Promise<Finding[]> {
  const progress = new Progress('checks made:');
  const findings: Finding[] = [];
  try {
    for (const check of checks) {
      progress.at(findings.length, checks.length);
      if (COMPARING.includes(check) && findings.some(isStoreThatFailed))
        findings.push({ name: check.name, state: 'warning', detail: NOT_OPENED });
      else findings.push(await findingOf(check, examined));
    }
  } finally {
    progress.end();
  }
  return findings;
}

function isStoreThatFailed({ name, state }: Finding): boolean {
  return state === 'failed' && STORES.some((store) => store.name === name);
}

/** A store that cannot be opened says itself why, and what to do. */
async function findingOf(check: Check, examined: Examined): Promise<Finding> {
  try {
    return { name: check.name, ...(await check.look(examined)) };
  } catch (error) {
    let detail = '';
    const code = explain(error, (text) => (detail += text.trim()));
    return { name: check.name, state: 'failed', detail, unreachable: code === EXIT.unreachable };
  }
}

function textOf({ name, state, detail, advice }: Finding): string {
  const line = `${state.padEnd(8)} ${name.padEnd(14)} ${detail}`;
  return advice === undefined ? line : `${line}\n${' '.repeat(24)}→ ${advice}`;
}
