/**
 * Who may know whom (architecture, *Rooms*). `test/architecture/boundaries.spec.ts` sees every rule fire.
 *
 * A folder of src that is not named among the rooms is a context, and each folder in it an aggregate; so a new context is
 * held to the rules without being named, and a new room says so by breaking them.
 */
const ROOMS = 'event-sourcing|event-stores|vocabulary|commands|queries|vault|http|server|cli';
// Rooms that everybody enters, and aggregates: their deciders and events are held to the same.
const CONTEXT = `^src/(?!(?:${ROOMS}|access|audit|import)/)([^/]+)/`;
// A file named like its folder; a long one leaves its fold in .state and its refusals in .rules, which are as pure.
const DECIDER = `^src/(?!(?:${ROOMS})/)(.*/|)([^/]+)/\\2(?:|[.]state|[.]rules)[.]ts$`;
const KERNEL = '^src/event-sourcing/';
const WORDS = '^src/vocabulary/';
const EVENTS = '^src/([^/]+)/.+[.]events[.]ts$';
const SPEC = '[.]spec[.]ts$';
const PRODUCT = '^(src|projections)/';

// The only files that see everything; src/server starts and stops the whole.
const COMPOSITION_ROOTS = ['^src/(main|app[.]module|cli)[.]ts$', '^src/(cli|server)/'];
// They answer what is read, through `projections/reading` alone: which read models there are, they are told.
const ANSWERING = '^src/(queries|http)/';

/** Matches a package and its types, found or not (an optional driver need not be installed). */
const library = (name) => `(^|node_modules/|@types/)${name}(/|$)`;

const onlyFrom = (rooms, libraries) => ({
  from: { path: PRODUCT, pathNot: rooms },
  to: { path: libraries.map(library) },
});

const rules = {
  'no-cycles': {
    comment: 'Two files that need each other are one thing, or hide a third.',
    from: { path: PRODUCT },
    to: { circular: true },
  },
  'no-orphans': {
    comment: 'Nothing uses it and it uses nothing: it is left over.',
    from: { path: PRODUCT, orphan: true, pathNot: [SPEC, '[.]d[.]ts$', ...COMPOSITION_ROOTS.slice(0, 1)] },
    to: {},
  },
  'no-unresolvable': {
    comment: 'What is imported has to be there.',
    from: { path: PRODUCT },
    to: { couldNotResolve: true },
  },
  'no-dev-dependencies': {
    comment: 'The product is installed without them. Types leave nothing behind.',
    from: { path: PRODUCT, pathNot: SPEC },
    to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
  },
  'no-test-code': {
    comment: 'The product knows nothing of its tests.',
    from: { path: PRODUCT, pathNot: SPEC },
    to: { path: ['^test/', SPEC] },
  },
  'kernel-is-plain': {
    comment: 'Plain TypeScript: no Nest, no driver, no room of ours.',
    from: { path: KERNEL, pathNot: SPEC },
    to: { pathNot: [KERNEL, ...['lru-cache', 'canonicalize'].map(library)], dependencyTypesNot: ['core'] },
  },
  'vocabulary-knows-no-context': {
    comment: 'Shared words are below everything that shares them; no decider reaches another context through them.',
    from: { path: WORDS, pathNot: SPEC },
    to: { path: '^(src|projections)/', pathNot: [WORDS, KERNEL] },
  },
  'deciders-are-pure': {
    comment:
      'A decider knows its own events and commands, the kernel, shared words, and other aggregates by their events.',
    from: { path: DECIDER },
    to: { pathNot: ['^src/$1$2/$2[.](events|commands|state|rules)[.]ts$', KERNEL, WORDS, EVENTS] },
  },
  'events-are-words': {
    comment: 'Events outlive the rules: they know the kernel, shared words and events of their own context.',
    from: { path: EVENTS },
    to: { pathNot: [KERNEL, WORDS, '^src/$1/.+[.]events[.]ts$'] },
  },
  'contexts-meet-through-events': {
    comment: 'What one context has to know of another has happened there.',
    from: { path: CONTEXT },
    to: { path: CONTEXT, pathNot: ['^src/$1/', EVENTS] },
  },
  'projections-fold-events': {
    comment: 'A read model knows what happened, never how it was decided, asked for or sent.',
    from: { path: '^projections/', pathNot: SPEC },
    to: { path: '^src/', pathNot: [KERNEL, WORDS, EVENTS] },
  },
  'writing-knows-no-projection': {
    comment: 'Nothing left of the event store reads a projection. Only composition roots put the two sides together.',
    from: { path: '^src/', pathNot: [ANSWERING, ...COMPOSITION_ROOTS] },
    to: { path: '^projections/' },
  },
  'answers-know-no-read-model': {
    comment: 'HTTP asks read models through what they have in common, so that a new one is a folder under projections.',
    from: { path: ANSWERING, pathNot: SPEC },
    to: { path: '^projections/', pathNot: '^projections/reading/' },
  },
  'sqlite-stays-in-its-adapters': {
    comment: 'The embedded log and the read database are the only importers of the driver.',
    ...onlyFrom(['^src/event-stores/sqlite/', '^projections/read-database/'], ['better-sqlite3']),
  },
  'eventstoredb-stays-in-its-adapter': {
    comment: 'Its adapter is the only importer of the client.',
    ...onlyFrom(['^src/event-stores/eventstoredb/'], ['@eventstore/db-client']),
  },
  'postgresql-stays-in-the-read-database': {
    comment: 'The read database is the only importer of the driver.',
    ...onlyFrom(['^projections/read-database/'], ['pg']),
  },
  'kysely-stays-in-projections': {
    comment: 'SQL is built where read models are; the log has prepared statements of its own.',
    ...onlyFrom(['^projections/'], ['kysely']),
  },
};

module.exports = {
  forbidden: Object.entries(rules).map(([name, rule]) => ({ name, severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // an import of a type is an import
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
