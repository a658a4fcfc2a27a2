import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Placeholders } from '../support/placeholders.js';
import { newFolder, removeFolder } from '../support/running-server.js';
import { blocksOf, commandsIn, sectionOf } from '../support/shown-commands.js';

const section = sectionOf(readFileSync('README.md', 'utf8'), "### An auditor's afternoon");
const [startDemo = '', preparations = ''] = blocksOf(section, 'sh');
const commands = blocksOf(section, 'console').flatMap(commandsIn);
const placeholders = new Placeholders();

/** As a newcomer has it, with nothing of the product set; but for a port that is free. */
const environment = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  PORT: '0',
  npm_config_update_notifier: 'false',
};

let folder: string;
let demo: ChildProcess;
let printed: string[];

/** Runs a script as one who copies it into a terminal does, with all that it starts in a group of its own. */
function shell(script: string): ChildProcess {
  const options = { cwd: folder, env: environment, detached: true } as const;
  const child = spawn('sh', ['-c', script], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const killAll = (): void => stop(child, 'SIGKILL');
  process.once('exit', killAll);
  child.once('close', () => process.off('exit', killAll));
  return child;
}

function stop({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(-pid, signal);
}

/** As long as that takes on a busy machine: the time that the hook has is the limit. */
async function untilItStaysUp(): Promise<void> {
  const said = join(folder, 'demo.txt');
  while (!existsSync(said) || !readFileSync(said, 'utf8').includes('It stays up')) {
    if (demo.exitCode !== null) throw new Error(`the demo ended with ${String(demo.exitCode)}`);
    await setTimeout(100);
  }
}

/** Every command, in one shell; what each prints goes to a file of its own. */
async function runAll(): Promise<string[]> {
  const each = commands.map(({ command }, index) => `{\n${command}\n} > ${String(index)}.txt`);
  await once(shell([preparations, ...each].join('\n')), 'close');
  return commands.map((_, index) => readFileSync(join(folder, `${String(index)}.txt`), 'utf8').trimEnd());
}

beforeAll(async () => {
  folder = newFolder();
  // npm finds the product from here, and what the commands leave in the folder is not left in the product's.
  for (const name of ['package.json', 'bin']) symlinkSync(join(process.cwd(), name), join(folder, name));
  demo = shell(startDemo);
  await untilItStaysUp();
  printed = await runAll();
});

afterAll(async () => {
  const ended = once(demo, 'close');
  stop(demo, 'SIGTERM');
  await ended;
  removeFolder(folder);
});

describe("an auditor's afternoon, as the README tells it", () => {
  it('is ten commands, each with what it prints', () => {
    expect(commands.map(({ output }) => output !== '')).toEqual(Array.from({ length: 10 }, () => true));
  });

  const numbered = commands.map(({ output }, index) => [index + 1, output] as const);

  it.each(numbered)('command %d prints what is shown', (number, output) => {
    expect(placeholders.asShown(printed[number - 1] ?? '', output)).toBe(output);
  });
});
