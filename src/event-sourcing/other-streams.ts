import { LRUCache } from 'lru-cache';
import type { Codec } from './codec.js';
import type { Need } from './decider.js';
import type { ReliedOn, Revision } from './event.js';
import type { EventStore } from './event-store.js';
import type { IdentifiedSubmission } from './submission.js';

const FOLDS_KEPT = 10_000;

interface Seen {
  value: unknown;
  revision: Revision | 'none';
}

/** What a decision was given of other streams, and which revisions that was. */
export interface SeenOthers {
  readonly others: Readonly<Record<string, unknown>>;
  readonly decidedOn: readonly ReliedOn[];
}

/** Further streams that rules look at, folded small and kept; the tail of each is read before every decision. */
export class OtherStreams {
  private readonly kept = new LRUCache<string, Seen>({ max: FOLDS_KEPT });

  constructor(
    private readonly store: EventStore,
    private readonly codec: Codec,
  ) {}

  /** For each submission, in order, what its decider needs to see; an empty list where none needs anything. */
  async seenBy(submissions: readonly IdentifiedSubmission[]): Promise<readonly SeenOthers[]> {
    const needs = submissions.map(({ aggregate, stream, asked }) =>
      Object.entries<Need<unknown>>(aggregate.decider.others?.(stream, asked) ?? {}),
    );
    if (needs.every(({ length }) => length === 0)) return [];
    const looked = new Map<string, Promise<Seen>>();
    const look = (need: Need<unknown>): Promise<Seen> => {
      const key = `${need.fold.name} ${need.stream}`;
      let seen = looked.get(key);
      if (!seen) looked.set(key, (seen = this.look(key, need)));
      return seen;
    };
    return Promise.all(needs.map((needed) => see(needed, look)));
  }

  private async look(key: string, { stream, fold }: Need<unknown>): Promise<Seen> {
    const seen = this.kept.get(key) ?? { value: fold.initial(), revision: 'none' };
    if (fold.upTo !== undefined && seen.revision !== 'none' && seen.revision >= fold.upTo) return seen;
    const range = {
      ...(seen.revision === 'none' ? {} : { after: seen.revision }),
      ...(fold.upTo === undefined ? {} : { upTo: fold.upTo }),
    };
    for await (const recorded of this.store.readStream(stream, range)) {
      seen.value = fold.evolve(seen.value, this.codec.decode(recorded).event);
      seen.revision = recorded.revision;
    }
    this.kept.set(key, seen);
    return seen;
  }
}

async function see(
  needs: readonly (readonly [string, Need<unknown>])[],
  look: (need: Need<unknown>) => Promise<Seen>,
): Promise<SeenOthers> {
  const others: Record<string, unknown> = {};
  const decidedOn: ReliedOn[] = [];
  for (const [name, need] of needs) {
    const { value, revision } = await look(need);
    others[name] = value;
    decidedOn.push({ stream: need.stream, revision: revision === 'none' ? null : Number(revision) });
  }
  return { others, decidedOn };
}
