import { judged, refuseNewBreach, refuseWithoutCreation, type Judged } from './amendment-rules.js';
import { propose, type Judge, type Proposed } from './amending.js';
import type { Amendment } from './amendments.js';
import { newEvents, refuseOtherRevision, type Circumstances, type Decision } from './decision.js';
import type { Needs } from './decider.js';
import type { DomainEvent, Happened, Revision } from './event.js';
import type { History } from './history.js';
import { eventIdOf } from './ids.js';
import type { OtherStreams, SeenOthers } from './other-streams.js';
import { Refusal } from './refusal.js';
import { PreconditionFailed, type IdentifiedSubmission } from './submission.js';

interface Given extends Circumstances {
  readonly judge: Judge;
  readonly others: OtherStreams;
}

/** Decides a correction or retraction; where it is to be written, the history's stream has then taken it in. */
export async function decideAmendment(
  submission: IdentifiedSubmission,
  history: History,
  given: Given,
): Promise<Decision> {
  const { loaded } = history;
  const firstRevision = loaded.firstRevisionOf(submission.commandId);
  if (firstRevision !== undefined) return { kind: 'repeated', firstRevision };
  try {
    refuseOtherRevision(submission, loaded);
    const proposed = propose(submission.asked, history, given.codec, given.judge);
    if (!proposed) return { kind: 'unchanged', revision: loaded.nextRevision - 1n };
    return await write(submission, history, proposed, given);
  } catch (error) {
    if (error instanceof Refusal || error instanceof PreconditionFailed) return { kind: 'refused', error };
    throw error;
  }
}

async function write(
  submission: IdentifiedSubmission,
  history: History,
  proposed: Proposed,
  given: Given,
): Promise<Decision> {
  const { loaded } = history;
  const amendment: Amendment = { ...proposed.event, id: eventIdOf(submission.commandId, 0) };
  const standing = history.standing([amendment]);
  refuseWithoutCreation(history, standing);
  const { recorded } = proposed.entry;
  const judge = (events: readonly Happened<DomainEvent>[]) => judgedFrom(recorded.revision, events, submission, given);
  const { seen, ...after } = await judge(standing);
  if (after.breaches.size > 0) refuseNewBreach(after, await judge(history.standing()), recorded.id);
  const { visibility, campaignId } = proposed;
  const asked = { ...submission.asked, entry: { ...submission.asked.entry, visibility } };
  const events = newEvents([proposed.event], { ...submission, asked }, { ...given, campaignId, seen: together(seen) });
  loaded.amend(amendment, after.state);
  loaded.written(loaded.nextRevision, submission.commandId, submission.canonicalBody.length);
  return { kind: 'write', events, revision: loaded.nextRevision - 1n };
}

/** A stream under its rules from a revision on, each of its events with what the rules look at for it. */
async function judgedFrom(
  revision: Revision,
  standing: readonly Happened<DomainEvent>[],
  submission: IdentifiedSubmission,
  { others }: Given,
): Promise<Judged & { readonly seen: readonly SeenOthers[] }> {
  const looked = standing.filter((event) => event.revision >= revision);
  const seen = await others.see(looked.map((event) => neededBy(submission, event)));
  const byEvent = new Map(looked.map(({ id }, index) => [id, seen[index]?.others ?? {}]));
  const { decider } = submission.aggregate;
  return { ...judged(standing, revision, decider, ({ id }) => byEvent.get(id) ?? {}), seen };
}

function neededBy({ aggregate, stream }: IdentifiedSubmission, event: object): Needs<unknown> {
  return (aggregate.decider.others?.(stream, event as never) ?? {}) as Needs<unknown>;
}

/** What all of the entries were judged on, each stream once. */
function together(seen: readonly SeenOthers[]): SeenOthers {
  const decidedOn = new Map(seen.flatMap((one) => one.decidedOn.map((reliedOn) => [reliedOn.stream, reliedOn])));
  return { others: {}, decidedOn: [...decidedOn.values()] };
}
