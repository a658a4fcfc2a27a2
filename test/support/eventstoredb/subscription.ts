import { randomUUID } from 'node:crypto';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { consumerTooSlow, notOfThisServer, unforeseen } from './errors.js';
import { hasEvent, type EventRecord, type LogRecord } from './log.js';
import type { Outbox, ReadCall } from './outbox.js';
import { interrupt, type ServerParts } from './server-parts.js';
import { scopeOf, type Scope } from './subscription-scope.js';
import { caughtUp, checkpoint, confirmation, eventMessage, fellBehind, type WirePosition } from './wire.js';

/** The server reads in pages of so many events, and buffers as many messages while it is live. */
const PAGE = 32;
/** Messages that a connection takes while a burst is going on: of one append, 100 events got through and 150 did not. */
const ON_THE_WAY = 96;

/** Begins a subscription to `$all`. */
export function subscribe(parts: ServerParts, call: ReadCall, options: streams.ReadReq.Options, outbox: Outbox): void {
  const interruption = parts.faults.take('subscribe');
  if (interruption !== undefined) {
    const error = interrupt(interruption, call.getPeer(), parts);
    if (error) outbox.end(error);
    return;
  }
  const scope = scopeOf(parts.log, options);
  if (scope === 'unknown') outbox.end(notOfThisServer());
  else if (scope === 'unreadable') outbox.end(unforeseen());
  else void new Subscription(parts, call.getPeer(), scope, outbox).run();
}

class Subscription {
  private readonly waiting: (() => void)[] = [];
  private next: number;
  private considered = 0;

  constructor(
    private readonly parts: ServerParts,
    private readonly peer: string,
    private readonly scope: Scope,
    private readonly outbox: Outbox,
  ) {
    this.next = scope.firstIndex;
  }

  async run(): Promise<void> {
    this.outbox.send(confirmation(randomUUID()));
    while (this.next < this.parts.log.length && !this.outbox.closed) await this.catchUp();
    if (this.outbox.closed) return;
    this.outbox.send(caughtUp());
    const leave = this.parts.log.follow((record) => {
      this.offer(record);
    });
    this.outbox.onChange(() => {
      if (this.outbox.closed) leave();
      else this.handOver();
    });
  }

  /** Sends a page at the reader's pace, and a checkpoint once enough events were looked at. */
  private async catchUp(): Promise<void> {
    const { log } = this.parts;
    let at: WirePosition = { commit: log.at(this.next)!.position, prepare: 0n };
    let looked = 0;
    for (let found = 0; this.next < log.length && found < PAGE && looked < this.scope.window; this.next++) {
      const record = log.at(this.next)!;
      if (!hasEvent(record)) continue;
      looked++;
      if (!this.scope.matches(record)) continue;
      found++;
      this.deliver(record);
      await this.outbox.drainTo(PAGE);
      at = { commit: record.position, prepare: record.position };
    }
    this.considered += looked;
    if (this.considered < this.scope.checkpointEvery || this.next === log.length) return;
    this.considered %= this.scope.checkpointEvery;
    this.outbox.send(checkpoint(at));
  }

  /** A record that was written just now. */
  private offer(record: LogRecord): void {
    if (!hasEvent(record)) return;
    if (this.scope.matches(record))
      this.wait(() => {
        this.deliver(record);
      });
    if (++this.considered < this.scope.checkpointEvery) return;
    this.considered = 0;
    this.wait(() => {
      this.outbox.send(checkpoint({ commit: record.position, prepare: record.position }));
    });
  }

  private wait(send: () => void): void {
    if (this.waiting.length === PAGE) {
      this.outbox.end(consumerTooSlow());
      return;
    }
    this.waiting.push(send);
    this.handOver();
  }

  private handOver(): void {
    while (this.waiting.length > 0 && this.outbox.underWay < ON_THE_WAY && !this.outbox.closed) this.waiting.shift()!();
  }

  private deliver(record: EventRecord): void {
    const fault = this.parts.faults.take('deliver');
    if (fault === 'cut') {
      this.outbox.close();
      this.parts.connections.cut(this.peer);
    } else if (fault === 'end') this.outbox.end();
    else if (fault === 'too-slow') this.outbox.end(consumerTooSlow());
    else if (fault === 'silence') this.outbox.close();
    else if (fault === 'caught-up-again') for (const message of [fellBehind(), caughtUp()]) this.outbox.send(message);
    this.outbox.send(eventMessage(record));
    if (fault === 'twice') this.outbox.send(eventMessage(record));
  }
}
