import type { ServerWritableStream, ServiceError } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Messages to the reader of a call, and how many of them the connection has yet to take. */
export class Outbox {
  /** Set once nothing more is to be sent. */
  closed = false;
  private sent = 0;
  private taken = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly call: ReadCall) {
    call.on('cancelled', () => {
      this.close();
    });
  }

  get underWay(): number {
    return this.sent - this.taken;
  }

  send(message: streams.ReadResp): void {
    if (this.closed) return;
    this.sent++;
    this.call.write(message, () => {
      this.taken++;
      this.tell();
    });
  }

  /** Waits until at most so many messages are under way, or the call is over. */
  async drainTo(count: number): Promise<void> {
    while (this.underWay > count && !this.closed) await new Promise<void>((resolve) => this.onceChanged(resolve));
  }

  /** Tells each time that a message was taken, and when the call is over. */
  onChange(tell: () => void): void {
    this.listeners.add(tell);
  }

  /** Ends the call after what was sent; with an error where one is given. */
  end(error?: ServiceError): void {
    if (this.closed) return;
    this.close();
    if (error) this.call.emit('error', error);
    else this.call.end();
  }

  /** Sends nothing more, and leaves the call open. */
  close(): void {
    this.closed = true;
    this.tell();
  }

  private onceChanged(resolve: () => void): void {
    const tell = () => {
      this.listeners.delete(tell);
      resolve();
    };
    this.listeners.add(tell);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
