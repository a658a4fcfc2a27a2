import { once } from 'node:events';

/** Comments keep proxies from closing a stream on which nothing happens; an event would overwrite Last-Event-ID. */
const HEARTBEAT_MS = 15_000;
const HEARTBEAT = ': alive\n\n';

/** An entry and where it stands in the log. */
export interface LiveItem {
  readonly position: string;
  readonly item: object;
}

/** Items as the lines of a `text/event-stream` (WHATWG HTML, 9.2): pulled, so a slow reader holds up nobody else. */
export class ServerSentEvents implements AsyncIterable<string> {
  constructor(
    private readonly items: AsyncIterable<LiveItem>,
    private readonly signal: AbortSignal,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield ': connected\n\n';
    const items = this.items[Symbol.asyncIterator]();
    let next = items.next();
    let beat = this.heartbeat();
    try {
      while (!this.signal.aborted) {
        const result = await Promise.race([next, beat]);
        if (result === HEARTBEAT) {
          yield HEARTBEAT;
          beat = this.heartbeat();
          continue;
        }
        if (result === undefined || result.done) return;
        yield `id: ${result.value.position}\nevent: entry\ndata: ${JSON.stringify(result.value.item)}\n\n`;
        next = items.next();
      }
    } finally {
      await items.return?.();
    }
  }

  /** A heartbeat when it is due; nothing where the stream has to end before. */
  private async heartbeat(): Promise<typeof HEARTBEAT | undefined> {
    const timer = AbortSignal.timeout(HEARTBEAT_MS);
    const either = AbortSignal.any([timer, this.signal]);
    if (!either.aborted) await once(either, 'abort');
    return this.signal.aborted ? undefined : HEARTBEAT;
  }
}
