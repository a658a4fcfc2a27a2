import {
  AccessDeniedError,
  MaxAppendSizeExceededError,
  NO_STREAM,
  WrongExpectedVersionError,
  type AppendResult,
  type AppendToStreamOptions,
  type EventData,
} from '@eventstore/db-client';
import type { Revision, StreamName } from '../../event-sourcing/event.js';
import { OutcomeUnknown, StoreUnavailable, WrongRevision, type Appended } from '../../event-sourcing/event-store.js';
import type { Access } from './access.js';
import { Pauses } from './patience.js';
import { neverLeft } from './server-errors.js';

/** Our own timer waits so much longer, should the client not keep the deadline. */
const GRACE_MS = 1_000;

/** What is to be written, and where. */
export interface EventStoreDbAppend {
  readonly stream: StreamName;
  readonly expected: Revision | 'none';
  readonly events: readonly EventData[];
}

/**
 * Appends, and finds out what became of it when no answer came: by sending the same event ids again from the same old
 * revision, which the server answers as it did the first time, for ever (eventstoredb.md, 2).
 */
export class Appender {
  constructor(
    private readonly access: Access,
    private readonly endOf: (stream: StreamName) => Promise<Revision | 'none'>,
  ) {}

  /** @throws WrongRevision · StoreUnavailable · OutcomeUnknown */
  async append(append: EventStoreDbAppend): Promise<Appended> {
    const { stream, expected } = append;
    if (expected !== 'none' && expected < 0n) throw new WrongRevision(stream, expected, await this.endOf(stream));
    const result = await this.appended(append);
    const revision = (expected === 'none' ? -1n : expected) + BigInt(append.events.length);
    // Events that are there already, but elsewhere in the stream, are answered with where they are.
    if (result.nextExpectedRevision !== revision) throw new WrongRevision(stream, expected, await this.endOf(stream));
    return { revision, position: this.access.positions.at(result.position?.commit ?? 0n) };
  }

  private async appended(append: EventStoreDbAppend): Promise<AppendResult> {
    const deadline = performance.now() + this.access.patienceMs;
    const pauses = new Pauses();
    let mayBeWritten = false;
    for (;;) {
      try {
        return await this.tryOnce(append);
      } catch (cause) {
        if (cause instanceof WrongExpectedVersionError) throw wrongRevision(append, cause);
        mayBeWritten ||= !isPlainRefusal(cause);
        if (cause instanceof AccessDeniedError || performance.now() > deadline) throw failure(mayBeWritten, cause);
      }
      await pauses.pause();
    }
  }

  private tryOnce({ stream, expected, events }: EventStoreDbAppend): Promise<AppendResult> {
    const options: AppendToStreamOptions = {
      expectedRevision: expected === 'none' ? NO_STREAM : expected,
      requiresLeader: true,
      credentials: this.access.connection.credentials,
      deadline: this.access.deadlineMs,
    };
    const name = this.access.stored.nameOf(stream);
    return this.access.connection.call((client) =>
      inTime(client.appendToStream(name, [...events], options), this.access.deadlineMs + GRACE_MS),
    );
  }
}

function wrongRevision({ stream, expected }: EventStoreDbAppend, error: WrongExpectedVersionError): WrongRevision {
  const { actualVersion } = error;
  return new WrongRevision(stream, expected, typeof actualVersion === 'bigint' ? actualVersion : 'none');
}

function isPlainRefusal(error: unknown): boolean {
  return neverLeft(error) || error instanceof AccessDeniedError || error instanceof MaxAppendSizeExceededError;
}

function failure(mayBeWritten: boolean, cause: unknown): Error {
  return mayBeWritten
    ? new OutcomeUnknown('the event store did not say whether it wrote', { cause })
    : new StoreUnavailable('the event store could not be reached', { cause });
}

function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('the client kept no deadline'));
    }, milliseconds);
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
