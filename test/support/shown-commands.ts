/** A command that a page shows after `$ `, and what it prints there. */
export interface ShownCommand {
  readonly command: string;
  readonly output: string;
}

/** What stands under a heading of a Markdown page, up to the next one that is no deeper. */
export function sectionOf(page: string, heading: string): string {
  const lines = page.split('\n');
  const from = lines.indexOf(heading);
  if (from < 0) throw new Error(`there is no heading ${heading}`);
  const depth = heading.indexOf(' ');
  const next = new RegExp(`^#{1,${String(depth)}} `);
  const length = lines.slice(from + 1).findIndex((line) => next.test(line));
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n');
}

/** The fenced blocks of a language, such as `sh` or `console`, without their fences. */
export function blocksOf(section: string, language: string): string[] {
  return [...section.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, of, text = '']) =>
    of === language ? [text] : [],
  );
}

/** The commands of a `console` block; a line that ends in a backslash goes on in the next. */
export function commandsIn(block: string): ShownCommand[] {
  if (!block.startsWith('$ ')) throw new Error(`there is no command before ${block}`);
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((shown) => {
      const [, command = '', output = ''] = /^((?:[^\n]*\\\n)*[^\n]*\n)([^]*)$/.exec(shown) ?? [];
      return { command: command.trimEnd(), output: output.trimEnd() };
    });
}
