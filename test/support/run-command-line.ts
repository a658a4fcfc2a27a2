import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CLI = join(process.cwd(), 'bin', 'cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Starts a verb of the built command line on a data folder. */
export function startCommand(
  folder: string,
  verb: readonly string[],
  env: Environment = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [CLI, ...verb], {
    env: { PATH: process.env['PATH'], DEMARCHE_DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...output })) };
}

/** Runs a verb to its end. */
export function runCommand(folder: string, ...verb: string[]): Promise<Ended> {
  return startCommand(folder, verb).ended;
}

/** What a verb that is to succeed prints as JSON. */
export async function commandAnswer<Result>(folder: string, ...verb: string[]): Promise<Result> {
  const { code, stdout, stderr } = await runCommand(folder, ...verb, '--json');
  if (code !== 0) throw new Error(`${verb.join(' ')}: ${String(code)} ${stderr}`);
  return JSON.parse(stdout) as Result;
}
