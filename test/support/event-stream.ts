/** An event as a browser's EventSource would give it. */
export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads server-sent events (WHATWG HTML, 9.2) as they come. */
export class EventStream {
  readonly events: StreamedEvent[] = [];
  /** Whether the server ended the stream. */
  ended = false;
  private readonly reading: Promise<void>;
  private readonly changed = new EventTarget();

  constructor(
    response: Response,
    private readonly abort: AbortController,
  ) {
    this.reading = this.read(response);
  }

  /** Waits until there are so many events. */
  async until(count: number, withinMs = 20_000): Promise<StreamedEvent[]> {
    await this.waitFor(() => this.events.length >= count, withinMs, `${String(count)} events`);
    return this.events;
  }

  async untilEnded(withinMs: number): Promise<void> {
    await this.waitFor(() => this.ended, withinMs, 'the end');
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.reading;
  }

  private async waitFor(holds: () => boolean, withinMs: number, what: string): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!holds()) {
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`the stream had ${String(this.events.length)} events, and not yet ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 50));
        this.changed.addEventListener(
          'change',
          () => {
            clearTimeout(timer);
            resolve();
          },
          { once: true },
        );
      });
    }
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    try {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
        this.changed.dispatchEvent(new Event('change'));
      }
    } catch {
      // A stream that is cut ends too.
    }
    this.ended = true;
    this.changed.dispatchEvent(new Event('change'));
  }

  private take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const data = fields.get('data');
    if (data === undefined) return;
    this.events.push({
      id: fields.get('id') ?? '',
      event: fields.get('event') ?? '',
      data: JSON.parse(data) as Record<string, unknown>,
    });
  }
}
