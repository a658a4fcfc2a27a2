import type { Reading, SentenceOf, Told } from '../reading/reading.js';
import type { ObjectRow } from './entry-log.js';

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
