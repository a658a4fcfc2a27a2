import type { Codec } from '../../src/event-sourcing/codec.js';
import { idOf, type Entry, type StreamName } from '../../src/event-sourcing/event.js';
import type { SentenceOf, Told } from './reading.js';

/** Sentences in the words of each event's type; an amendment tells what it amends, before and since. */
export function sentencesBy(codec: Codec): SentenceOf {
  return ({ amends, ...told }, titleOf) => {
    const plain = (one: Omit<Told, 'amends' | 'stream'>): string => sentence(codec, { ...told, ...one }, titleOf);
    const amendment = amends && {
      ...(amends.before ? { before: plain(amends.before) } : {}),
      ...(amends.after ? { after: plain(amends.after) } : {}),
    };
    return sentence(codec, told, titleOf, amendment);
  };
}

function sentence(
  codec: Codec,
  { type, data, stream, entry }: Told,
  titleOf: (stream: string) => string,
  amendment?: { before?: string; after?: string },
): string {
  return codec.sentence(type, data, {
    entry: entry as Entry,
    id: idOf(stream as StreamName),
    title: titleOf(stream),
    titleOf,
    ...(amendment ? { amendment } : {}),
  });
}
