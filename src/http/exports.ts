import { addAbortSignal, Readable } from 'node:stream';
import { FORMAT, listFormats, type Format } from '../../projections/reading/formats.js';
import type { Asked, ReadRoute } from '../../projections/reading/read-route.js';
import type { Viewer } from '../../projections/reading/viewer.js';
import type { HeldList } from '../../projections/reading/whole-list.js';
import type { Principal } from '../access/authenticator.js';
import { tooManyExports } from './http-problem.js';

/** Whole lists that are sent at once, over all tokens; who comes then is told to come again. */
export const EXPORTS_AT_ONCE = 4;
/** Until it has been sent, the write-ahead log of the read database can only grow. */
const LONGEST_MS = 15 * 60_000;

/** What became of a whole list that was asked for. */
export interface ExportEnded {
  readonly principal: Principal;
  /** The route's template, below `/api/v1`. */
  readonly route: string;
  readonly format: Format;
  /** Items that were sent. */
  readonly items: number;
  /** Where the read model stood; null where it had seen nothing. */
  readonly position: string | null;
  /** Whether these are all of them: a reader may have left, or the server have stopped. */
  readonly complete: boolean;
}

export interface ExportsOptions {
  /** Where whole lists come from, as they are or as they were. */
  readonly hold: (route: ReadRoute, asked: Asked, viewer: Viewer) => Promise<HeldList>;
  /** Whether a token that got in before still would. */
  readonly isStillValid: (principal: Principal) => boolean;
  /** Called once for each export that has ended, complete or cut. */
  readonly onExported?: (ended: ExportEnded) => void;
  readonly longestMs?: number;
}

/** A whole list that is about to be sent. */
export interface Export {
  readonly format: Format;
  readonly position: string | null;
  /** When the event at that position was recorded. */
  readonly asOf: string | null;
  /** To be read or destroyed: until it is closed, it takes a place and holds a reading. */
  readonly text: Readable;
}

interface Place {
  readonly principal: Principal;
  /** Aborted when the export has to end. */
  readonly end: AbortController;
}

/** The whole lists that are being sent: how many, whose, and how to end them. */
export class Exports {
  private readonly places = new Set<Place>();
  private stopping = false;

  constructor(private readonly options: ExportsOptions) {}

  /**
   * The list in the `format` that is asked for, held until all of it is sent.
   *
   * @throws HttpProblem where too many are being sent; whatever the same list throws as JSON
   */
  async begin(route: ReadRoute, asked: Asked, principal: Principal): Promise<Export> {
    const place = this.takePlace(principal);
    let held: HeldList | undefined;
    try {
      held = await this.options.hold(route, asked, { userId: principal.userId });
      return await this.open(route, asked, place, held);
    } catch (error) {
      this.leave(place, held);
      throw error;
    }
  }

  /** Ends those whose token would not get in any more. */
  endInvalid(): void {
    for (const { principal, end } of this.places) if (!this.options.isStillValid(principal)) end.abort();
  }

  /** Ends all, and begins no more. What was sent by then is not a whole list, and the connection says so. */
  endAll(): void {
    this.stopping = true;
    for (const { end } of this.places) end.abort();
  }

  private async open(route: ReadRoute, asked: Asked, place: Place, held: HeldList): Promise<Export> {
    const format = asked.query[FORMAT]?.[0] as Format;
    const { position, asOf, pages } = held;
    const sent = { items: 0, complete: false };
    const lines = written(pages, await pages.next(), listFormats[format].writerOf(route), sent);
    const text = addAbortSignal(place.end.signal, Readable.from(lines, { objectMode: false }));
    const tooLong = setTimeout(() => place.end.abort(), this.options.longestMs ?? LONGEST_MS).unref();
    // Whoever sends it hears of it too; nobody may be left who does.
    text.on('error', () => undefined);
    text.once('close', () => {
      clearTimeout(tooLong);
      this.leave(place, held);
      this.options.onExported?.({ principal: place.principal, route: route.path, format, position, ...sent });
    });
    return { format, position, asOf, text };
  }

  private takePlace(principal: Principal): Place {
    if (this.stopping || this.places.size >= EXPORTS_AT_ONCE) throw tooManyExports();
    const place: Place = { principal, end: new AbortController() };
    this.places.add(place);
    return place;
  }

  private leave(place: Place, held: HeldList | undefined): void {
    held?.close();
    this.places.delete(place);
  }
}

type Pages = HeldList['pages'];

/** A page is read once the one before has been taken. */
async function* written(
  pages: Pages,
  first: Awaited<ReturnType<Pages['next']>>,
  write: (items: readonly object[], isFirst: boolean) => string,
  sent: { items: number; complete: boolean },
): AsyncGenerator<string> {
  for (let page = first; !page.done; page = await pages.next()) {
    sent.items += page.value.length;
    const text = write(page.value, page === first);
    if (text !== '') yield text;
  }
  sent.complete = true;
}
