// @ts-check
import { builtinRules } from 'eslint/use-at-your-own-risk';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Where replay must be the same everywhere and for ever: the kernel, whatever aggregates and the shared words are made
 * of, and read models. The list is open, so that a new context is held to it without being named.
 */
const REPLAYED = [
  'src/{event-sourcing,vocabulary}/**/*.ts',
  'src/*/*/**/*.ts',
  'src/{access,audit,import}/{access,audit,import}{,.events}.ts',
  'projections/**/*.ts',
];

/** What lies in those folders and is not replayed. Each line says why; nothing else is let off. */
const NOT_REPLAYED = [
  'src/event-sourcing/clock.ts', //          the one source of time
  'src/event-sourcing/command-runner.ts', // stamps recordedAt, as text, from the clock
  'src/event-sourcing/salt.ts', //           draws the salts of new events
  'src/{event-stores,commands,queries,access,vault,audit,http,server,cli}/*/**/*.ts', // rooms beside the aggregates: stores, edge, command line
  'src/*/*/*.controller.ts', //              HTTP, and only HTTP
  'projections/projector*.ts', //            follows the log: waits, retries, measures
  'projections/reading/**', //               HTTP's side of the queries; routes beside the folds are held to it
  '**/*.spec.ts',
];

const SAME_EVERYWHERE =
  'Replays must give the same bytes: no clock, randomness or locale here (architecture, Determinism).';

const determinism = {
  'no-restricted-globals': [
    'error',
    {
      globals: ['Date', 'Intl', 'performance', 'crypto'].map((name) => ({ name, message: SAME_EVERYWHERE })),
      checkGlobalObject: true,
    },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: SAME_EVERYWHERE },
    { object: 'process', property: 'hrtime', message: SAME_EVERYWHERE },
    { property: 'randomUUID', message: SAME_EVERYWHERE },
    { property: 'localeCompare', message: SAME_EVERYWHERE },
  ],
  'no-restricted-syntax': [
    'error',
    // Also through `value['toLocaleString']` and `const { toLocaleString } = value`.
    {
      selector:
        ':matches(MemberExpression > .property, ObjectPattern > Property > .key):matches([name=/^toLocale/], [value=/^toLocale/])',
      message: SAME_EVERYWHERE,
    },
    // As a type too: what is stored holds no Date.
    { selector: 'TSTypeReference > Identifier[name="Date"]', message: SAME_EVERYWHERE },
    { selector: 'ImportExpression', message: `${SAME_EVERYWHERE} A dynamic import cannot be checked.` },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...['node:crypto', 'crypto'].map((name) => ({
          name,
          importNames: [
            'default',
            'randomUUID',
            'randomBytes',
            'randomInt',
            'randomFill',
            'randomFillSync',
            'getRandomValues',
            'webcrypto',
          ],
          message: SAME_EVERYWHERE,
        })),
        ...['node:perf_hooks', 'perf_hooks'].map((name) => ({ name, message: SAME_EVERYWHERE })),
        { name: 'uuid', allowImportNames: ['v5'], message: `${SAME_EVERYWHERE} Ids are derived (v5).` },
      ],
    },
  ],
};

// What `@eslint/js` would recommend, without a package for it.
const recommended = Object.fromEntries(
  [...builtinRules].filter(([, rule]) => rule.meta?.docs?.recommended).map(([name]) => [name, 'error']),
);

const NODE_GLOBALS = Object.fromEntries(
  ['process', 'console', 'Buffer', 'URL', 'fetch', 'performance', 'setTimeout', 'clearTimeout', 'setImmediate'].map(
    (name) => [name, 'readonly'],
  ),
);

export default defineConfig(
  // web is a package of its own, and lints itself.
  globalIgnores(['**/dist/', 'coverage/', 'data/', 'web/', 'test/fixtures/', '**/node_modules/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs,cjs,ts}'],
    rules: { ...recommended, eqeqeq: 'error', 'prefer-const': 'error', 'no-var': 'error' },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { sourceType: 'module', globals: NODE_GLOBALS } },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { ...NODE_GLOBALS, module: 'writable', require: 'readonly' } },
  },
  {
    files: ['{src,projections,test,bench}/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // Files with decorators are left alone by the rule itself: their imports are metadata at run time.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Nest modules are classes with a decorator and nothing in them.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // `_` says that what is taken out of an object, or handed to a function, is not wanted.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `() => void work()` in one line is plain enough.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `[...text]` counts code points, and is meant to.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // What was caught is passed on as it is.
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      // `Position | 'start'` says more than `string`.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // An event may hold nothing beside its entry, and its data are still an object.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // Nest calls classes what are options.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A type argument that the caller writes out, to be held to it: `commandsOf<ProposalCommands>(…)`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['{src,projections}/**/*.ts'],
    ignores: ['src/cli/**', '**/*.spec.ts'],
    rules: { 'no-console': 'error' },
  },
  { files: REPLAYED, ignores: NOT_REPLAYED, rules: determinism },
  {
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fit', 'fdescribe'].map((name) => ({ name, message: 'A focused test hides the others.' })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[property.name="only"]:matches([object.name=/^(it|test|describe)$/], [object.property.name="concurrent"])',
          message: 'A focused test hides the others.',
        },
      ],
      // Matchers (`expect.any(…)`) and parsed bodies are `any`; what is asserted of them is the check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
