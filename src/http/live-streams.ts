import type { Authenticator, Principal } from '../access/authenticator.js';
import { tooManyStreams } from './http-problem.js';

/** Live streams that one token may hold. */
export const STREAMS_OF_A_TOKEN = 100;

interface Open {
  readonly principal: Principal;
  readonly end: AbortController;
}

/** The live streams that are open: whose they are, and how to end them. */
export class LiveStreams {
  private readonly streams = new Set<Open>();
  private stopping = false;

  constructor(private readonly authenticator: Authenticator) {}

  get count(): number {
    return this.streams.size;
  }

  /** A place for one more; aborted when it has to end. @throws HttpProblem where the token holds too many */
  open(principal: Principal): AbortController {
    const own = [...this.streams].filter((open) => open.principal.tokenId === principal.tokenId);
    if (this.stopping || own.length >= STREAMS_OF_A_TOKEN) throw tooManyStreams();
    const open: Open = { principal, end: new AbortController() };
    this.streams.add(open);
    open.end.signal.addEventListener('abort', () => this.streams.delete(open));
    return open.end;
  }

  /** Ends those whose token would not get in any more. */
  endInvalid(): void {
    for (const { principal, end } of this.streams) if (!this.authenticator.isStillValid(principal)) end.abort();
  }

  /** Ends all, and opens no more. */
  endAll(): void {
    this.stopping = true;
    for (const { end } of this.streams) end.abort();
  }
}
