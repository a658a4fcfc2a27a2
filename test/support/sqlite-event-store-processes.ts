import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('raw-event-store-process.mjs', import.meta.url));

/** Another process at the same log or folder; see the script for what it can do. */
export class OtherProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly said: string,
  ) {}

  /** Starts it, and waits until it has said something. */
  static async start(...task: string[]): Promise<OtherProcess> {
    const child = spawn(process.execPath, [SCRIPT, ...task], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    return new OtherProcess(child, first.toString());
  }

  get answer(): string {
    return this.said.trim();
  }

  /** Kills it as the kernel would. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
