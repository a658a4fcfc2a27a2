import { wrap } from './wrap.js';

export interface Source {
  readonly kind: string;
  readonly title?: string;
}

export function label(name: string): string {
  return `  ${name.padEnd(11)}`;
}

export function point(name: string): string {
  return `    ${`${name}:`.padEnd(11)}`;
}

export function listed(name: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [wrap(items.join(', '), point(name))];
}

export function aside(words: readonly string[]): string {
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

export function inWords(code: string): string {
  return code.replaceAll('-', ' ');
}

/** What sources are called: by their titles, or else their kinds. */
export function titles(sources: readonly Source[] | null): string[] {
  return (sources ?? []).map(({ title, kind }) => title ?? inWords(kind));
}
