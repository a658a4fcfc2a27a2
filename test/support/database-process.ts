import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const started = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

/** An EventStoreDB that the test starts, kills and freezes. */
export class DatabaseProcess {
  private child: ChildProcess | undefined;

  /**
   * @param command a shell command that starts it and stays, such as `./start.sh`
   * @param health an address that answers 204 once it is there
   */
  constructor(
    private readonly command: string,
    private readonly health: string,
  ) {}

  async start(): Promise<void> {
    this.child = spawn('sh', ['-c', `exec ${this.command}`], { stdio: 'ignore' });
    started.add(this.child);
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await this.isThere())) {
      if (performance.now() > deadline) throw new Error(`${this.command}: not there after a minute`);
      await wait(100);
    }
  }

  /** kill -9, and a new start. */
  async killAndStart(): Promise<void> {
    await this.end('SIGKILL');
    await this.start();
  }

  async freeze(milliseconds: number): Promise<void> {
    this.child?.kill('SIGSTOP');
    await wait(milliseconds);
    this.child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    started.delete(child);
  }

  private async isThere(): Promise<boolean> {
    try {
      return (await fetch(this.health)).status === 204;
    } catch {
      return false;
    }
  }
}
