import { readFileSync } from 'node:fs';

interface PackageFile {
  readonly version: string;
  readonly engines: { readonly node: string };
}

/** What the package says of itself: its version, and which versions of Node it needs. */
export const software = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as PackageFile;
