import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['src', 'projections', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package.json'];
const BUILT = join(root, 'dist', '.tsbuildinfo');

/** Builds where nothing was built yet, or something has changed since. An image has what was built, and no sources. */
export function buildIfStale() {
  if (!existsSync(join(root, 'src'))) return;
  if (Math.max(...SOURCES.map((source) => newest(join(root, source)))) <= timeOf(BUILT)) return;
  process.stderr.write('Building…\n');
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const built = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (built.status !== 0) process.exit(1);
  const now = new Date();
  utimesSync(BUILT, now, now);
}

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
