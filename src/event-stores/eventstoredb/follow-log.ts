import type { PositionedEvent } from '../../event-sourcing/event.js';
import { StoreUnavailable, type LogPage } from '../../event-sourcing/event-store.js';
import type { LiveTail } from './live-tail.js';
import { Pauses } from './patience.js';
import type { Positions } from './positions.js';

const EVENTS_OF_A_PAGE = 500;

/** What a follower reads from: pages of the log, and its live tail where that reaches back far enough. */
export interface Followed {
  readonly tail: LiveTail;
  readonly positions: Positions;
  readonly lookAgainMs: number;
  /** A page of the log, empty where there is no more. @throws StoreUnavailable */
  readonly pageAfter: (place: bigint | 'start', limit: number) => Promise<LogPage>;
}

/** Pages of the log after a place for ever, none of them empty, until the signal aborts or the tail is over. */
export async function* followLog(
  after: bigint | 'start',
  signal: AbortSignal,
  followed: Followed,
): AsyncGenerator<LogPage> {
  const { tail, positions } = followed;
  const pauses = new Pauses();
  for (let place = after; !signal.aborted && !tail.isOver;) {
    const kept = place === 'start' ? undefined : tail.after(place, EVENTS_OF_A_PAGE);
    if (kept?.length === 0 && (await hears(followed, signal))) continue;
    const page = kept?.length ? pageOf(kept) : await pageOrNothing(place, signal, followed, pauses);
    if (!page) continue;
    place = positions.placeOf(page.end);
    if (page.events.length > 0) {
      // What the tail should have brought was found without it.
      if (kept?.length === 0) tail.beginAgain();
      yield page;
    }
    // What comes while the last page is read is the tail's to bring: else pages would be read for ever under load.
    if (page.events.length < EVENTS_OF_A_PAGE && place !== 'start') tail.begin(place);
  }
}

/** Whether something came, or all is over; otherwise the follower has to look for itself. */
async function hears({ tail, lookAgainMs }: Followed, signal: AbortSignal): Promise<boolean> {
  const before = performance.now();
  await tail.changed(signal, lookAgainMs);
  return performance.now() - before < lookAgainMs || signal.aborted || tail.isOver;
}

function pageOf(events: readonly PositionedEvent[]): LogPage {
  return { events, end: events.at(-1)?.position ?? '' };
}

/** The next page; nothing where it cannot be had just now, or nobody waits for it any more. */
async function pageOrNothing(
  place: bigint | 'start',
  signal: AbortSignal,
  { tail, pageAfter }: Followed,
  pauses: Pauses,
): Promise<LogPage | undefined> {
  try {
    return await unlessAborted(pageAfter(place, EVENTS_OF_A_PAGE), signal);
  } catch (error) {
    if (!(error instanceof StoreUnavailable) && !signal.aborted && !tail.isOver) throw error;
    await pauses.pause(signal);
    return undefined;
  }
}

/** What is read for nobody any more is not waited for: a server that is frozen would hold up the end. */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  let abandon = (): void => undefined;
  const abandoned = new Promise<undefined>((resolve) => {
    abandon = () => {
      resolve(undefined);
    };
  });
  signal.addEventListener('abort', abandon);
  try {
    return await Promise.race([work, abandoned]);
  } finally {
    signal.removeEventListener('abort', abandon);
    work.catch(() => undefined);
  }
}
