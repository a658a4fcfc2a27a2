import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly ruleSetUsed: { readonly forbidden: { readonly name: string }[] };
    readonly violations: { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
  };
}

function cruise(folder: string): { rules: string[]; violations: Violation[]; files: number } {
  const options = ['--config', CONFIG, '--output-type', 'json', 'src', 'projections'];
  const run = spawnSync(process.execPath, [CRUISER, ...options], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${run.stdout}${run.stderr}`);
  const { summary } = JSON.parse(run.stdout) as Report;
  return {
    rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
    violations: summary.violations.map(({ from, to, rule }) => ({ rule: rule.name, from, to })),
    files: summary.totalCruised,
  };
}

const KERNEL = 'src/event-sourcing/decider.ts';
const WORDS = 'src/vocabulary/words.ts';
const CAMPAIGN = 'src/campaigns/campaign/campaign';
const PROPOSAL = 'src/caucus/proposal/proposal';
const BOARD = 'projections/board/board.ts';

/** A small tree that keeps every boundary. Files are given by their path, anything else is a package. */
const kept: Record<string, readonly string[]> = {
  'src/main.ts': ['src/server/start.ts', 'projections/follow.ts', `${CAMPAIGN}.module.ts`],
  'src/server/start.ts': [BOARD],
  [KERNEL]: ['src/event-sourcing/event.ts', 'node:util', 'lru-cache', 'canonicalize'],
  'src/event-sourcing/decider.spec.ts': ['test/support/given.ts', 'fast-check'],
  [WORDS]: [KERNEL, 'class-validator'],
  [`${CAMPAIGN}.events.ts`]: [KERNEL, WORDS, 'src/campaigns/objective/objective.events.ts'],
  [`${CAMPAIGN}.commands.ts`]: [`${CAMPAIGN}.events.ts`, 'class-validator'],
  [`${CAMPAIGN}.ts`]: [`${CAMPAIGN}.rules.ts`, `${CAMPAIGN}.commands.ts`, `${PROPOSAL}.events.ts`, KERNEL, WORDS],
  [`${CAMPAIGN}.rules.ts`]: [`${CAMPAIGN}.state.ts`],
  [`${CAMPAIGN}.state.ts`]: [`${CAMPAIGN}.events.ts`],
  'src/access/access.ts': ['src/access/access.events.ts', KERNEL],
  'src/import/import-file.ts': ['src/import/import.ts', 'src/commands/validate.ts'],
  'src/audit/record.ts': ['src/audit/audit.ts', KERNEL],
  [`${CAMPAIGN}.module.ts`]: [`${CAMPAIGN}.ts`, `${PROPOSAL}.events.ts`],
  [`${PROPOSAL}.ts`]: [`${PROPOSAL}.events.ts`],
  [`${PROPOSAL}.events.ts`]: [KERNEL],
  'src/http/request.ts': ['src/http/problem.ts', 'projections/reading/list.ts'],
  'src/event-stores/sqlite/store.ts': [KERNEL, 'better-sqlite3'],
  'src/event-stores/eventstoredb/store.ts': [KERNEL, '@eventstore/db-client'],
  [BOARD]: [KERNEL, WORDS, `${PROPOSAL}.events.ts`, 'kysely', 'projections/read-database/open.ts'],
  'projections/follow.ts': [BOARD, 'src/access/access.events.ts'],
  'projections/read-database/open.ts': ['better-sqlite3', 'kysely', 'pg'],
  'test/support/given.ts': [`${CAMPAIGN}.ts`, 'better-sqlite3'],
};

const LEAK = 'src/caucus/leak/leak';

/** Steps over each boundary, from files that nothing above knows. */
const broken: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['no-cycles', 'src/http/problem.ts', 'src/http/request.ts'],
  ['no-orphans', 'src/http/left-over.ts', 'src/http/left-over.ts'],
  ['no-unresolvable', 'src/http/leak.ts', 'src/http/nowhere.ts'],
  ['no-dev-dependencies', 'src/http/leak.ts', 'fast-check'],
  ['no-test-code', 'src/http/leak.ts', 'test/support/given.ts'],
  ['no-test-code', 'projections/leak.ts', 'projections/leak.spec.ts'],
  ['kernel-is-plain', 'src/event-sourcing/leak.ts', '@nestjs/common'],
  ['kernel-is-plain', 'src/event-sourcing/leak.ts', 'better-sqlite3'],
  ['kernel-is-plain', 'src/event-sourcing/leak.ts', WORDS],
  ['vocabulary-knows-no-context', 'src/vocabulary/leak.ts', `${PROPOSAL}.events.ts`],
  ['deciders-are-pure', `${LEAK}.ts`, `${PROPOSAL}.commands.ts`],
  ['deciders-are-pure', `${LEAK}.ts`, `${PROPOSAL}.ts`],
  ['deciders-are-pure', `${LEAK}.ts`, 'src/http/problem.ts'],
  ['deciders-are-pure', `${LEAK}.ts`, 'class-validator'],
  ['deciders-are-pure', `${LEAK}.ts`, 'node:fs'],
  ['deciders-are-pure', `${LEAK}.rules.ts`, 'node:fs'],
  ['deciders-are-pure', `${LEAK}.state.ts`, `${PROPOSAL}.state.ts`],
  ['deciders-are-pure', 'src/assistance/assistance.ts', 'class-validator'],
  ['deciders-are-pure', 'src/audit/audit.ts', 'node:fs'],
  ['deciders-are-pure', 'src/import/import.ts', 'src/http/problem.ts'],
  ['events-are-words', `${LEAK}.events.ts`, `${LEAK}.commands.ts`],
  ['events-are-words', `${LEAK}.events.ts`, `${CAMPAIGN}.events.ts`],
  ['events-are-words', `${LEAK}.events.ts`, 'class-validator'],
  ['contexts-meet-through-events', `${LEAK}.controller.ts`, `${CAMPAIGN}.ts`],
  ['contexts-meet-through-events', `${LEAK}.controller.ts`, `${CAMPAIGN}.commands.ts`],
  ['projections-fold-events', 'projections/leak.ts', `${PROPOSAL}.ts`],
  ['projections-fold-events', 'projections/leak.ts', `${CAMPAIGN}.commands.ts`],
  ['projections-fold-events', 'projections/leak.ts', `${PROPOSAL}.controller.ts`],
  ['projections-fold-events', 'projections/leak.ts', 'src/event-stores/sqlite/store.ts'],
  ['writing-knows-no-projection', `${LEAK}.controller.ts`, BOARD],
  ['writing-knows-no-projection', 'src/commands/leak.ts', 'projections/reading/list.ts'],
  ['answers-know-no-read-model', 'src/http/leak.ts', BOARD],
  ['sqlite-stays-in-its-adapters', 'src/http/leak.ts', 'better-sqlite3'],
  ['sqlite-stays-in-its-adapters', 'src/event-sourcing/leak.ts', 'better-sqlite3'],
  ['sqlite-stays-in-its-adapters', 'projections/leak.ts', 'better-sqlite3'],
  ['eventstoredb-stays-in-its-adapter', 'src/event-stores/sqlite/leak.ts', '@eventstore/db-client'],
  ['postgresql-stays-in-the-read-database', 'projections/leak.ts', 'pg'],
  ['kysely-stays-in-projections', 'src/event-stores/sqlite/leak.ts', 'kysely'],
];

const isFile = (name: string) => name.endsWith('.ts');
const isPackage = (name: string) => !isFile(name) && !name.startsWith('node:');

/** How the report names what was imported. */
function reported(to: string): string {
  if (to === 'src/http/nowhere.ts') return './nowhere.js';
  return isPackage(to) ? `node_modules/${to}/index.js` : to.replace('node:', '');
}

/** Writes files that import so, and the packages, all of them empty; `fast-check` alone is a dev-dependency. */
function plant(folder: string, imports: readonly (readonly [from: string, to: string])[]): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: 'a' });
  };
  const packages = [...new Set(imports.map(([, to]) => to))].filter(isPackage);
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', exports: './index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  const { 'fast-check': fastCheck, ...product } = dependencies;
  const manifest = { type: 'module', dependencies: product, devDependencies: { 'fast-check': fastCheck } };
  write('package.json', JSON.stringify(manifest));
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext' } }));
  for (const [from, to] of imports) {
    const specifier = isFile(to) ? `./${relative(dirname(from), to)}`.replace(/\.ts$/, '.js') : to;
    // A type is knowledge too, though its import leaves nothing in what is compiled.
    write(from, from === to ? '' : `import type {} from '${specifier}';\n`);
    if (isFile(to) && !to.endsWith('nowhere.ts')) write(to, '');
  }
}

describe('the boundaries', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'demarche-boundaries-')));
  let found: ReturnType<typeof cruise>;

  beforeAll(() => {
    const sound = Object.entries(kept).flatMap(([from, imported]) => imported.map((to) => [from, to] as const));
    plant(folder, [...sound, ...broken.map(([, from, to]) => [from, to] as const)]);
    found = cruise(folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(broken)('%s: %s → %s', (rule, from, to) => {
    expect(found.violations).toContainEqual({ rule, from, to: reported(to) });
  });

  it('let pass what keeps them', () => {
    const culprits = new Set(broken.map(([, from]) => from));
    expect(found.violations.filter(({ from }) => !culprits.has(from))).toEqual([]);
  });

  it('have each been seen to refuse', () => {
    expect(new Set(found.rules)).toEqual(new Set(broken.map(([rule]) => rule)));
  });

  it('are kept by this tree', () => {
    const here = cruise(ROOT);
    expect(here.violations).toEqual([]);
    expect(here.files).toBeGreaterThan(0);
  });
});
