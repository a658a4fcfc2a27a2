import { Client, type DispatchHandler, type DispatchOptions } from 'undici';

/** An answer, as it came. */
export type OnAnswer = (body: string) => void;

const OK = 200;
const NOT_OK = 300;

/** Posts the same body to one path, over one connection that is kept alive. */
export class PostClient {
  private readonly client: Client;
  private readonly request: DispatchOptions;

  constructor(
    address: string,
    post: { readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ) {
    this.client = new Client(address, { pipelining: 1 });
    this.request = { method: 'POST', ...post };
  }

  /** Sends it once more. Anything but success ends the process: a figure of refusals would be worth nothing. */
  send(onAnswer: OnAnswer): void {
    this.client.dispatch(this.request, new Answering(onAnswer));
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

class Answering implements DispatchHandler {
  private status = 0;
  private body = '';

  constructor(private readonly onAnswer: OnAnswer) {}

  onRequestStart(): void {
    // Nothing is to be done: it is sent as it is.
  }

  onResponseStart(_: unknown, status: number): void {
    this.status = status;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.body += chunk.toString('latin1');
  }

  onResponseEnd(): void {
    if (this.status < OK || this.status >= NOT_OK) throw new Error(`${String(this.status)}: ${this.body}`);
    this.onAnswer(this.body);
  }

  onResponseError(_: unknown, error: Error): void {
    // Thrown where nobody catches it.
    setImmediate(() => {
      throw error;
    });
  }
}
