import type { PreparedLine } from './prepare.js';

/** Which line first names each part of an object: the one that it stands or falls with. */
export class PartsOfObjects {
  private readonly first = new Map<string, PreparedLine>();

  constructor(lines: readonly PreparedLine[]) {
    for (const line of lines)
      for (const part of line.parts) {
        const name = `${line.place} ${part}`;
        if (!this.first.has(name)) this.first.set(name, line);
      }
  }

  /** The earlier lines on the same object that made the parts which this line names. */
  *neededBy(line: PreparedLine): Generator<PreparedLine> {
    for (const part of line.parts) {
      const maker = this.first.get(`${line.place} ${part}`);
      if (maker && maker !== line) yield maker;
    }
  }
}

/**
 * What is left out of an import: every object that has a bad line, and what depends on it.
 *
 * A line depends on its own object having been made, on every object that it names, and on the lines that made the
 * parts it names. An object that a line merely cannot name any more keeps its other lines.
 *
 * @param bad lines with errors: their objects are left out as a whole
 * @param without further lines that cannot be written once others are not
 */
export function leftOut(
  lines: readonly PreparedLine[],
  bad: ReadonlySet<PreparedLine>,
  without: ReadonlySet<PreparedLine>,
): Set<PreparedLine> {
  const out = new Set([...bad, ...without]);
  if (out.size === 0) return out;
  const parts = new PartsOfObjects(lines);
  const badPlaces = new Set([...bad].map(({ place }) => place));
  const creations = new Map<string, PreparedLine>();
  for (const line of lines) if (line.creates && !creations.has(line.place)) creations.set(line.place, line);

  const isGone = (place: string): boolean => {
    const creation = creations.get(place);
    return badPlaces.has(place) || (creation !== undefined && out.has(creation));
  };
  const falls = (line: PreparedLine): boolean =>
    isGone(line.place) || some(line.names, isGone) || some(parts.neededBy(line), (maker) => out.has(maker));

  for (let before = -1; before !== out.size;) {
    before = out.size;
    for (const line of lines) if (!out.has(line) && falls(line)) out.add(line);
  }
  return out;
}

function some<T>(items: Iterable<T>, holds: (item: T) => boolean): boolean {
  for (const item of items) if (holds(item)) return true;
  return false;
}
