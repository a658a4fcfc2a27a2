const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** What a page may leave open, by the first word of a placeholder. */
const KINDS: Readonly<Record<string, string>> = {
  position: '[0-9a-f]{32}\\.[0-9a-f]{16}',
  instant: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z',
  event: UUID,
  digest: '[0-9a-f]{64}',
};

const PLACEHOLDER = /(<[a-z][^<>]*>)/;

/**
 * Compares what was printed with a page that has placeholders for what differs from run to run: `<position>`, or
 * `<event of the correction>`, which is the same wherever it is shown.
 */
export class Placeholders {
  private readonly known = new Map<string, string>();

  /** What was printed, with the page's placeholders in those lines that are as the page shows them. */
  asShown(printed: string, page: string): string {
    const lines = page.split('\n');
    return printed
      .split('\n')
      .map((line, index) => (this.fits(line, lines[index] ?? '') ? (lines[index] ?? '') : line))
      .join('\n');
  }

  private fits(line: string, shown: string): boolean {
    const parts = shown.split(PLACEHOLDER);
    const names = parts.filter(isPlaceholder);
    const pattern = parts.map((part, index) => (isPlaceholder(part, index) ? `(${patternOf(part)})` : literally(part)));
    const values = new RegExp(`^${pattern.join('')}$`).exec(line)?.slice(1);
    return values?.every((value, index) => this.isTheSame(names[index] ?? '', value)) ?? false;
  }

  private isTheSame(name: string, value: string): boolean {
    if (!name.includes(' ')) return true;
    const known = this.known.get(name) ?? value;
    this.known.set(name, known);
    return known === value;
  }
}

/** What is split at placeholders has them at every other place. */
function isPlaceholder(_: string, index: number): boolean {
  return index % 2 === 1;
}

function patternOf(placeholder: string): string {
  const [kind = ''] = /\w+/.exec(placeholder) ?? [];
  const pattern = KINDS[kind];
  if (pattern === undefined) throw new Error(`${placeholder} stands for nothing that is known`);
  return pattern;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
