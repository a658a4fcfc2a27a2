import type { NewEvent, Position, RecordedEvent, StreamName } from '../event-sourcing/event.js';
import type { Appended, EventStore, LogPage, RevisionRange } from '../event-sourcing/event-store.js';

/** Lets one line after another pass. */
interface Gate {
  /** Everything before this line has passed. */
  readonly before: Promise<void>;
  readonly pass: () => void;
}

/**
 * A store at which the appends of commands that are decided at the same time, each on another object, arrive in the
 * order of the file, however long each takes to be decided: so they can share a commit and still stand in that order.
 */
export class InFileOrder implements EventStore {
  private readonly gates = new Map<string, Gate>();

  constructor(private readonly store: EventStore) {}

  /** Runs commands on as many objects, given by their ids in file order, at the same time. */
  async together<Result>(
    commandIds: readonly string[],
    run: (index: number) => Promise<Result>,
  ): Promise<PromiseSettledResult<Result>[]> {
    let before = Promise.resolve();
    for (const commandId of commandIds) {
      const { promise, resolve } = deferred();
      this.gates.set(commandId, { before, pass: resolve });
      before = promise;
    }
    try {
      return await Promise.allSettled(commandIds.map((commandId, index) => this.inTurn(commandId, () => run(index))));
    } finally {
      this.gates.clear();
    }
  }

  async append(...[stream, expected, events]: Parameters<EventStore['append']>): Promise<Appended> {
    const gate = this.gates.get(firstCommandOf(events));
    await gate?.before;
    const appended = this.store.append(stream, expected, events);
    gate?.pass();
    return appended;
  }

  readStream(stream: StreamName, range?: RevisionRange): AsyncIterable<RecordedEvent> {
    return this.store.readStream(stream, range);
  }

  readAll(after: Position | 'start', limit: number): Promise<LogPage> {
    return this.store.readAll(after, limit);
  }

  head(): Promise<Position> {
    return this.store.head();
  }

  follow(after: Position | 'start', signal: AbortSignal): AsyncIterable<LogPage> {
    return this.store.follow(after, signal);
  }

  /** The store stays open: it is another's. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  /** A command that appends nothing after all must not hold up those behind it. */
  private async inTurn<Result>(commandId: string, run: () => Promise<Result>): Promise<Result> {
    const gate = this.gates.get(commandId);
    try {
      return await run();
    } finally {
      void gate?.before.then(gate.pass);
    }
  }
}

function firstCommandOf(events: readonly NewEvent[]): string {
  return events[0]?.metadata.commandId ?? '';
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
}
