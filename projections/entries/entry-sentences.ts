import { isAmendment } from '../../src/event-sourcing/amendments.js';
import type { Reading, SentenceOf, Told } from '../reading/reading.js';
import type { EntryAmendment, EntryRow, ObjectRow } from './entry-log.js';

/** Every object that sentences on these entries name, their own among them. */
export function objectsNamed(told: readonly Told[], sentenceOf: SentenceOf): Set<string> {
  const named = new Set<string>();
  // Only when told does a sentence show which objects it names.
  for (const one of told)
    sentenceOf(one, (stream) => {
      named.add(stream);
      return stream;
    });
  return named;
}

/** Entries, each in one sentence, which names objects by what they are called in a read model that shows entries. */
export async function sentencesOf(told: readonly Told[], reading: Reading): Promise<string[]> {
  const objects = await reading.rowsOf<ObjectRow>('object', [...objectsNamed(told, reading.sentenceOf)]);
  return told.map((one) => reading.sentenceOf(one, (stream) => objects(stream)[0]?.title ?? stream));
}

/** What an amendment's sentence is made of beside its own data: the entry that it amends, before and since. */
export function amendsIn(amendment: EntryAmendment | null): Pick<Told, 'amends'> {
  const { before, after } = amendment ?? {};
  return before || after ? { amends: { ...(before ? { before } : {}), ...(after ? { after } : {}) } } : {};
}

/** The entries, each amendment among them with what it amends, as a read model that shows entries has kept it. */
export async function withWhatTheyAmend(
  told: readonly (Told & { readonly eventId: string })[],
  reading: Reading,
): Promise<Told[]> {
  const amendments = told.filter(({ type }) => isAmendment(type)).map(({ eventId }) => eventId);
  if (amendments.length === 0) return [...told];
  const rows = await reading.rows<EntryRow>('entry', { where: [(eb) => eb('event_id', 'in', amendments)] });
  const kept = new Map(rows.map(({ eventId, amendment }) => [eventId, amendment]));
  return told.map((one) => ({ ...one, ...amendsIn(kept.get(one.eventId) ?? null) }));
}
