/** `npm run bench`: installs and builds what is missing, tells of it on standard error alone, and runs the program. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CANNOT_RUN = 2;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

if (!isInstalled()) quietly('npm', ['ci', '--silent', '--no-audit', '--no-fund'], at('.'));
quietly('npm', ['run', '--silent', 'build'], at('..'));
quietly(process.execPath, [at('../node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], at('.'));
await import('./dist/main.js');

function isInstalled() {
  const installed = at('node_modules/.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
}

function quietly(command, args, cwd) {
  process.stderr.write(`${[command === 'npm' ? 'npm' : 'node', ...args].join(' ')}\n`);
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(CANNOT_RUN);
}
