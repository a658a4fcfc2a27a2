import { LRUCache } from 'lru-cache';
import type { EventLog, ProposedEvent } from './log.js';

/** What an append expects of its stream. */
export type Expected = bigint | 'no_stream' | 'any' | 'stream_exists';

/** Written from now on; nothing to write, since it was written up to a revision; or the stream is elsewhere. */
export type Decision = 'write' | { readonly writtenUpTo: bigint } | 'wrong-expected-version';

interface Written {
  readonly stream: string;
  readonly revision: bigint;
}

/** How many ids are remembered for appends that expect nothing exact. */
const REMEMBERED = 65_536;

/** Whether an append is written, by EventStoreDB's rules for expected revisions and repeated event ids. */
export class AppendCheck {
  private readonly remembered = new LRUCache<string, Written>({ max: REMEMBERED });

  constructor(private readonly log: EventLog) {}

  decide(stream: string, expected: Expected, events: readonly ProposedEvent[]): Decision {
    const head = this.log.headOf(stream);
    if (expected === 'any') return this.byMemory(stream, events);
    if (expected === 'stream_exists') return head < 0n ? 'wrong-expected-version' : this.byMemory(stream, events);
    const revision = expected === 'no_stream' ? -1n : expected;
    return revision === head ? 'write' : this.byStream(stream, revision, events);
  }

  remember(stream: string, events: readonly ProposedEvent[]): void {
    const first = this.log.stream(stream).length - events.length;
    events.forEach(({ id }, index) => this.remembered.set(id, { stream, revision: BigInt(first + index) }));
  }

  /** An exact revision that is not the head: a repeat, if precisely these ids follow it. That holds for ever. */
  private byStream(stream: string, expected: bigint, events: readonly ProposedEvent[]): Decision {
    const there = this.log.stream(stream).slice(Number(expected) + 1, Number(expected) + 1 + events.length);
    const isRepeat = events.length > 0 && events.every(({ id }, index) => there[index]?.event.id === id);
    return isRepeat ? { writtenUpTo: expected + BigInt(events.length) } : 'wrong-expected-version';
  }

  /** Without an exact revision it is a matter of memory, which does not last. */
  private byMemory(stream: string, events: readonly ProposedEvent[]): Decision {
    let writtenUpTo: bigint | undefined;
    for (const { id } of events) {
      const known = this.remembered.peek(id);
      if (known?.stream !== stream) return writtenUpTo === undefined ? 'write' : 'wrong-expected-version';
      writtenUpTo = known.revision;
    }
    return writtenUpTo === undefined ? 'write' : { writtenUpTo };
  }
}
