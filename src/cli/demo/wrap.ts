/** Columns of a page of text. */
export const PAGE_WIDTH = 100;

/**
 * Text as indented lines that fit the page.
 *
 * @param first stands before the first line; the others are indented as far
 */
export function wrap(text: string, first: string, width = PAGE_WIDTH): string {
  const room = width - first.length;
  const indent = ' '.repeat(first.length);
  return linesOf(text, room)
    .map((line, index) => `${index === 0 ? first : indent}${line}`.trimEnd())
    .join('\n');
}

function linesOf(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((long) => pieces(long, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A word that is longer than a line is broken where it must be. */
function pieces(word: string, room: number): string[] {
  if (word.length <= room) return word === '' ? [] : [word];
  const letters = [...word];
  return Array.from({ length: Math.ceil(letters.length / room) }, (_, index) =>
    letters.slice(index * room, (index + 1) * room).join(''),
  );
}
