import { isDeepStrictEqual } from 'node:util';
import type { AmendmentEvent, Amendments } from './amendments.js';
import type { Codec } from './codec.js';
import type { Aggregate, AnyAsked, CommandType } from './decider.js';
import { strictestOf, type Entry, type RecordedEvent, type Visibility } from './event.js';
import type { History, Recalled } from './history.js';
import { NoSuchObject, Refusal } from './refusal.js';

/** What can be asked of an entry of any aggregate (domain.md, *entries*). */
export interface AmendingCommands {
  readonly CorrectEntry: { readonly eventId: string; readonly patch: Readonly<Record<string, unknown>> };
  readonly RetractEntry: { readonly eventId: string };
}

/** Whether a command puts an entry right or takes it back, rather than telling something new. */
export function isAmending({ type }: AnyAsked): boolean {
  return type === 'CorrectEntry' || type === 'RetractEntry';
}

/** What an entry says: the event's data, and the fields that every entry has. */
export interface Saying {
  readonly data: object;
  readonly entry: Entry;
  readonly campaignId?: string;
}

/** A command by its name, and what it tells. */
export interface Telling {
  readonly name: string;
  readonly type: CommandType;
}

/**
 * Says what an entry would say under a patch, judged like the command that would tell it so from the first.
 *
 * @throws Refusal where the patch names what cannot be patched, or leaves what is not well-formed
 */
export type Judge = (
  command: Telling,
  standing: Saying,
  patch: Readonly<Record<string, unknown>>,
) => Pick<Saying, 'data' | 'entry'>;

/** What a correction or retraction comes to, before it is known whether a rule stands against it. */
export interface Proposed {
  readonly event: AmendmentEvent;
  readonly campaignId: string | undefined;
  /** No more may see it than may see what it amends. */
  readonly visibility: Visibility;
  /** The entry that is amended: what was told before it stays as it was. */
  readonly entry: Recalled;
}

/**
 * The amendment that is asked for; undefined where all would stand as it does.
 *
 * @throws NoSuchObject · Refusal
 */
export function propose(asked: AnyAsked, history: History, codec: Codec, judge: Judge): Proposed | undefined {
  const { eventId, patch } = asked.data as AmendingCommands['CorrectEntry'];
  const amendments = history.amended();
  const entryId = amendments.entryAmendedBy(eventId) ?? eventId;
  const entry = history.told.find(({ recorded }) => recorded.id === entryId);
  if (!entry) throw new NoSuchObject('entry');
  const command = commandTelling(entry.event.type, history.aggregate);
  const standing = amendments.standing(entry.recorded);
  if (asked.type === 'RetractEntry') {
    if (!needsRetraction(eventId, entryId, amendments)) return undefined;
    const targetType = storedTypeOf(eventId, entry, history, codec);
    return proposed({ type: 'EntryRetracted', data: { target: eventId, targetType } }, asked, entry, standing);
  }
  if (entryId !== eventId)
    throw new Refusal(
      'entry.is-amendment',
      'An amendment is not corrected; correct the entry, or retract the amendment.',
    );
  if (!standing) throw new Refusal('entry.retracted', 'The entry was retracted; retract that first.');
  return correction(asked, entry, { history, codec, judge, standing, patch, command });
}

interface Given {
  readonly history: History;
  readonly codec: Codec;
  readonly judge: Judge;
  readonly standing: RecordedEvent;
  readonly patch: Readonly<Record<string, unknown>>;
  readonly command: Telling;
}

function correction(asked: AnyAsked, entry: Recalled, given: Given): Proposed | undefined {
  const { history, codec, judge, standing, patch, command } = given;
  const { event: now } = codec.decode(standing);
  const corrected = judge(command, now, patch);
  if (isDeepStrictEqual(corrected.data, now.data) && isDeepStrictEqual(corrected.entry, now.entry)) return undefined;
  const targetType = codec.storedType(history.aggregate.decider.category, now.type);
  const data = { target: entry.recorded.id, targetType, ...corrected, patch };
  return proposed({ type: 'EntryCorrected', data }, asked, entry, standing);
}

/** The command that tells such an event. @throws Refusal where none does: such an entry is not a person's */
function commandTelling(eventType: string, { commands }: Aggregate): Telling {
  const found = Object.entries(commands).find(([, { tells }]) => tells === eventType);
  if (!found) throw new Refusal('entry.not-amendable', 'Entries of that kind are neither corrected nor retracted.');
  return { name: found[0], type: found[1] };
}

function needsRetraction(eventId: string, entryId: string, amendments: Amendments): boolean {
  if (eventId === entryId) return !amendments.isRetracted(entryId);
  if (amendments.isTakenBack(eventId)) return false;
  if (amendments.of(entryId)?.id === eventId) return true;
  throw new Refusal('entry.amended-since', 'Only the latest amendment of an entry that still stands can be retracted.');
}

function storedTypeOf(eventId: string, entry: Recalled, { amendments, aggregate }: History, codec: Codec): string {
  const amendment = amendments.find(({ id }) => id === eventId);
  return amendment ? codec.storedType(aggregate.decider.category, amendment.type) : entry.recorded.type;
}

function proposed(
  event: AmendmentEvent,
  asked: AnyAsked,
  entry: Recalled,
  standing: RecordedEvent | undefined,
): Proposed {
  const seen = [asked.entry.visibility, entry.recorded.metadata.visibility];
  if (standing) seen.push(standing.metadata.visibility);
  if (event.type === 'EntryCorrected') seen.push(event.data.entry.visibility);
  return { event, campaignId: entry.recorded.metadata.campaignId, visibility: strictestOf(seen), entry };
}
