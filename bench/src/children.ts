import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const children = new Set<ChildProcess>();

/** Ends every process that was started here and still runs. */
export function endAllChildren(): void {
  for (const child of children) child.kill('SIGKILL');
}

function kept(child: ChildProcess): ChildProcess {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** A compiled file of this package, by its path in `dist`. */
export function compiled(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/**
 * Runs a job in a process of its own, and returns what it answers. What it prints goes to standard error.
 *
 * @param file a compiled file that calls {@link answerAs}
 */
export async function runJob<Answer>(
  file: string,
  input: object,
  nodeArguments: readonly string[] = [],
): Promise<Answer> {
  const child = kept(fork(file, [], { execArgv: [...nodeArguments], stdio: ['ignore', 2, 2, 'ipc'] }));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const answers: Answer[] = [];
  child.on('message', (answer) => answers.push(answer as Answer));
  child.send(input);
  const [code] = await exited;
  const [answer] = answers;
  if (code !== 0 || answer === undefined) throw new Error(`${file} ended with ${String(code)}`);
  return answer;
}

/** In a job's process: does the job that it is sent, answers, and ends. */
export function answerAs<Input, Answer>(job: (input: Input) => Promise<Answer>): void {
  process.once('message', (input) => {
    void job(input as Input).then((answer) => {
      process.send?.(answer, () => process.disconnect());
    });
  });
}

/** A server in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  readonly pid: number;
  /** As an operator would; resolves once it has ended. @throws where it did not end well */
  stop(): Promise<void>;
}

const ADDRESS = /is at (http:\/\/[^\s;]+)/;

/** Starts a server that says on standard output where it `is at`. */
export async function startServer(
  nodeArguments: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = kept(
    spawn(process.execPath, [...nodeArguments], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 2],
    }),
  );
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const address = await new Promise<string>((found, failed) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const [, told] = ADDRESS.exec(text) ?? [];
      if (told !== undefined) found(told);
    });
    void exited.then(([code]) => {
      failed(new Error(`${nodeArguments.join(' ')} ended with ${String(code)}`));
    });
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const [code] = await exited;
    if (code !== 0) throw new Error(`${nodeArguments.join(' ')} ended with ${String(code)} when it was stopped`);
  };
  return { address, pid: child.pid ?? 0, stop };
}
