import { LRUCache } from 'lru-cache';
import type { Codec } from './codec.js';
import type { Need, Needs } from './decider.js';
import type { ReliedOn } from './event.js';
import type { EventStore } from './event-store.js';
import { StreamFold } from './stream-fold.js';

const FOLDS_KEPT = 10_000;

/** What a decision was given of other streams, and which revisions that was. */
export interface SeenOthers {
  readonly others: Readonly<Record<string, unknown>>;
  readonly decidedOn: readonly ReliedOn[];
}

/** Further streams that rules look at, folded small and kept; the tail of each is read before every decision. */
export class OtherStreams {
  private readonly kept = new LRUCache<string, StreamFold>({ max: FOLDS_KEPT });
  /** By fold and stream: the read that is under way, and the one that is to follow it. */
  private readonly underWay = new Map<string, Promise<StreamFold>>();
  private readonly next = new Map<string, Promise<StreamFold>>();

  constructor(
    private readonly store: EventStore,
    private readonly codec: Codec,
  ) {}

  /** What is needed, each in its place; an empty list where nothing is. */
  async see(needed: readonly Needs<unknown>[]): Promise<readonly SeenOthers[]> {
    const needs = needed.map((some) => Object.entries<Need<unknown>>(some));
    if (needs.every(({ length }) => length === 0)) return [];
    const looked = new Map<string, Promise<StreamFold>>();
    const look = (need: Need<unknown>): Promise<StreamFold> => {
      const key = `${need.fold.name} ${need.stream}`;
      let seen = looked.get(key);
      if (!seen) looked.set(key, (seen = this.look(key, need)));
      return seen;
    };
    return Promise.all(needs.map((some) => seeAll(some, look)));
  }

  /** One read of a fold at a time: two would fold the same events twice, or see what is half folded. */
  private look(key: string, need: Need<unknown>): Promise<StreamFold> {
    const next = this.next.get(key);
    if (next) return next;
    const underWay = this.underWay.get(key);
    if (!underWay) return this.begin(key, need);
    // It may have passed the end already: those who come meanwhile share the read that follows it.
    const begin = (): Promise<StreamFold> => {
      this.next.delete(key);
      return this.begin(key, need);
    };
    const following = underWay.then(begin, begin);
    this.next.set(key, following);
    return following;
  }

  private begin(key: string, need: Need<unknown>): Promise<StreamFold> {
    const reading = this.readOn(key, need).finally(() => this.underWay.delete(key));
    this.underWay.set(key, reading);
    return reading;
  }

  private async readOn(key: string, { stream, fold }: Need<unknown>): Promise<StreamFold> {
    const seen = this.kept.get(key) ?? new StreamFold(fold, this.codec);
    this.kept.delete(key);
    await seen.readOn(this.store, stream);
    this.kept.set(key, seen);
    return seen;
  }
}

async function seeAll(
  needs: readonly (readonly [string, Need<unknown>])[],
  look: (need: Need<unknown>) => Promise<StreamFold>,
): Promise<SeenOthers> {
  const others: Record<string, unknown> = {};
  const decidedOn: ReliedOn[] = [];
  for (const [name, need] of needs) {
    const { state, revision } = await look(need);
    others[name] = state;
    decidedOn.push({ stream: need.stream, revision: revision === 'none' ? null : Number(revision) });
  }
  return { others, decidedOn };
}
