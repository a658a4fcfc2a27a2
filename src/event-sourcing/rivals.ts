import type { EntrySource } from './event.js';
import { canonicalJson } from './ids.js';
import type { PartialDate } from './occurred-on.js';
import { inHistoricalOrder, unsuperseded, type Claim } from './things.js';

/** A claim with the sources that its entry names; null or empty where it names none. */
export interface SourcedClaim extends Claim {
  readonly sources: readonly EntrySource[] | null;
}

type Dated<C extends Claim> = C & { readonly occurredOn: PartialDate };
type Sourced<C extends SourcedClaim> = C & { readonly sources: readonly EntrySource[] };

/** Remembered: claims are looked at again whenever one more joins them. */
const canonical = new WeakMap<readonly EntrySource[], string>();

/**
 * The claims on one thing that stand side by side, in historical order; empty where there is no contest.
 *
 * Two claims are rivals where no later period supersedes either (so neither certainly precedes the other), each names
 * sources, the sources are not the same, and they say something different. The same told by two sources is
 * corroboration; the same sources told of again, or an entry without any, is a lead who re-enters: the later replaces.
 * Which was recorded first makes no difference, and a contest lasts until a claim is retracted or a certainly later one
 * is told. What created the object has no time, and so no rival.
 *
 * @param claims living entries on one thing, in the order in which they were recorded
 * @param said what a claim says of the thing, as JSON: without when, on what sources and why it is told
 */
export function rivals<C extends SourcedClaim>(claims: readonly C[], said: (claim: C) => object): Dated<C>[] {
  if (claims.length < 2) return [];
  const sourced = unsuperseded(claims).filter(
    (claim): claim is Dated<C> & Sourced<C> => isDated(claim) && hasSources(claim),
  );
  if (sourced.length < 2) return [];
  const named = sourced.map((claim) => ({ claim, sources: canonicalSources(claim.sources) }));
  if (named.every(({ sources }) => sources === named[0]?.sources)) return [];
  const told = named.map(({ claim, sources }) => {
    const content = canonicalJson(said(claim));
    return { claim, sources, content, both: `${sources} ${content}` };
  });
  // Counted, not compared one by one: a thing may have thousands of claims.
  const ofSources = counts(told.map(({ sources }) => sources));
  const ofContent = counts(told.map(({ content }) => content));
  const ofBoth = counts(told.map(({ both }) => both));
  const hasRival = ({ sources, content, both }: (typeof told)[number]): boolean =>
    told.length > ofSources(sources) + ofContent(content) - ofBoth(both);
  return inHistoricalOrder(told.filter(hasRival).map(({ claim }) => claim));
}

function isDated<C extends Claim>(claim: C): claim is Dated<C> {
  return claim.occurredOn !== null;
}

function hasSources<C extends SourcedClaim>(claim: C): claim is Sourced<C> {
  return claim.sources !== null && claim.sources.length > 0;
}

function canonicalSources(sources: readonly EntrySource[]): string {
  const known = canonical.get(sources) ?? canonicalJson(sources);
  canonical.set(sources, known);
  return known;
}

function counts(values: readonly string[]): (value: string) => number {
  const counted = new Map<string, number>();
  for (const value of values) counted.set(value, (counted.get(value) ?? 0) + 1);
  return (value) => counted.get(value) ?? 0;
}
