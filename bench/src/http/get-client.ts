import { Client, type DispatchHandler } from 'undici';

/** Asks for one path after another, over one connection that is kept alive. */
export class GetClient {
  private readonly client: Client;
  private left = false;

  constructor(
    address: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.client = new Client(address, { pipelining: 1 });
  }

  /** Calls back with the status once it is answered, whatever it is. A broken connection ends the process. */
  ask(path: string, onAnswer: (status: number) => void): void {
    const handler: DispatchHandler = new Asking(onAnswer, (error) => {
      if (!this.left) throw error;
    });
    this.client.dispatch({ method: 'GET', path, headers: this.headers }, handler);
  }

  /** Without waiting for what is still to be answered. */
  async leave(): Promise<void> {
    this.left = true;
    await this.client.destroy();
  }
}

class Asking implements DispatchHandler {
  private status = 0;

  constructor(
    private readonly onAnswer: (status: number) => void,
    private readonly onError: (error: Error) => void,
  ) {}

  onRequestStart(): void {
    // Nothing is to be done: it is sent as it is.
  }

  onResponseStart(_: unknown, status: number): void {
    this.status = status;
  }

  onResponseData(): void {
    // What is answered is not looked at.
  }

  onResponseEnd(): void {
    this.onAnswer(this.status);
  }

  onResponseError(_: unknown, error: Error): void {
    // Thrown where nobody catches it.
    setImmediate(() => {
      this.onError(error);
    });
  }
}
