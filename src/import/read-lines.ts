import { createReadStream } from 'node:fs';

/** A line holds at most what a request's body does. */
export const MAX_LINE_BYTES = 256 * 1024;

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const BLANK = new Set([0x20, 0x09, 0x0d]);

/** A line of a file by its number, from 1; one that is longer than a line may be is not kept. */
export interface RawLine {
  readonly number: number;
  readonly bytes: Buffer | 'too-long';
}

/** The file is not there, or may not be read. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  constructor(file: string, cause: unknown) {
    super(`${file} cannot be read (${String((cause as NodeJS.ErrnoException).code)})`, { cause });
  }
}

/**
 * The lines of a file that are not blank, in order.
 *
 * @param onBytes is given every byte of the file, in order
 * @throws UnreadableFile
 */
export async function* readLines(
  file: string,
  onBytes: (bytes: Buffer) => void = () => undefined,
): AsyncGenerator<RawLine> {
  const line = new LineBuffer();
  let number = 1;
  for await (const chunk of chunksOf(file, onBytes)) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      line.add(chunk.subarray(from, end));
      from = end + 1;
      yield* unlessBlank(number++, line.take());
    }
    line.add(chunk.subarray(from));
  }
  yield* unlessBlank(number, line.take());
}

async function* chunksOf(file: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  try {
    let isFirst = true;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      onBytes(chunk);
      const hasMark = isFirst && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
      isFirst = false;
      yield hasMark ? chunk.subarray(BYTE_ORDER_MARK.length) : chunk;
    }
  } catch (error) {
    throw new UnreadableFile(file, error);
  }
}

function* unlessBlank(number: number, bytes: Buffer | 'too-long'): Generator<RawLine> {
  if (bytes === 'too-long' || bytes.some((byte) => !BLANK.has(byte))) yield { number, bytes };
}

/** Puts a line together from what chunks hold of it, and keeps no more than a line may be. */
class LineBuffer {
  private parts: Buffer[] = [];
  private length = 0;

  add(part: Buffer): void {
    this.length += part.length;
    if (this.length > MAX_LINE_BYTES) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  take(): Buffer | 'too-long' {
    const line = this.length > MAX_LINE_BYTES ? 'too-long' : Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return line;
  }
}
