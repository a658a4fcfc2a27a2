import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The environment of a process that loads one of `test/support/preloads` first. */
export function preload(name: 'clock' | 'disk' | 'projector'): Record<string, string> {
  const file = join(process.cwd(), 'test', 'support', 'preloads', `${name}.mjs`);
  return { NODE_OPTIONS: `--import=${pathToFileURL(file).href}` };
}
