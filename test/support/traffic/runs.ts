const TIMES = Number(process.env['DEMARCHE_TEST_PROPERTY_RUNS'] ?? 1);

/** Where a property fails, smaller and smaller examples are looked for so long. */
const LIMIT_MS = 60_000 * TIMES;

/** How long a test may take. */
export const LONG_MS = 2 * LIMIT_MS;

/**
 * How often a property is tried, always on the same examples.
 *
 * @param numRuns in `npm test`; so many times as many where `DEMARCHE_TEST_PROPERTY_RUNS` says so
 */
export function runs(numRuns: number) {
  return {
    seed: 20_261_126,
    numRuns: numRuns * TIMES,
    interruptAfterTimeLimit: LIMIT_MS,
    markInterruptAsFailure: true,
  } as const;
}
