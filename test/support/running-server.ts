import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from './api-client.js';

/** The built server: specs run the product as users do. */
const MAIN = join(process.cwd(), 'dist', 'src', 'main.js');
const ADDRESS = /Demarche is at (\S+);/;
const BOOTSTRAP = 'a-bootstrap-token-for-tests-only-0123456789';

export interface ServerOptions {
  /** A folder of an earlier run; a new one, removed at the end, unless given. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Without one, a new folder gets its first token. */
  readonly bootstrapToken?: string | undefined;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'demarche-test-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A spec that fails leaves its server behind: none outlives the run. */
const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A server process of the built product. */
export class RunningServer {
  readonly api: ApiClient;

  private constructor(
    readonly process: ChildProcess,
    readonly address: string,
    readonly folder: string,
    private readonly output: { stdout: string; stderr: string },
  ) {
    this.api = new ApiClient(address, BOOTSTRAP);
  }

  static async start(options: ServerOptions = {}): Promise<RunningServer> {
    const folder = options.folder ?? newFolder();
    const { child, output } = launch(folder, options);
    const address = await new Promise<string>((found, failed) => {
      child.stdout.on('data', () => {
        const address = ADDRESS.exec(output.stdout)?.[1];
        if (address !== undefined) found(address);
      });
      child.on('exit', (code) => {
        failed(new Error(`the server ended with ${String(code)}: ${output.stderr}`));
      });
    });
    return new RunningServer(child, address, folder, output);
  }

  /** What a start that is refused says, and its exit code. */
  static async refusal(options: ServerOptions): Promise<{ code: number; stderr: string }> {
    const { child, output } = launch(options.folder ?? newFolder(), options);
    const [code] = (await once(child, 'exit')) as [number];
    return { code, stderr: output.stderr };
  }

  get stdout(): string {
    return this.output.stdout;
  }

  /** The log: one JSON object a line. */
  get stderr(): string {
    return this.output.stderr;
  }

  clientWith(token: string | undefined): ApiClient {
    return new ApiClient(this.address, token);
  }

  /** SIGTERM, as an operator would; resolves with the exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** kill -9 */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.process.exitCode;
    const exited = once(this.process, 'exit');
    this.process.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}

function launch(folder: string, { env = {}, ...options }: ServerOptions) {
  const token = 'bootstrapToken' in options ? options.bootstrapToken : BOOTSTRAP;
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DEMARCHE_DATA_DIR: folder,
      ...(token === undefined ? {} : { DEMARCHE_BOOTSTRAP_TOKEN: token }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return { child, output };
}
