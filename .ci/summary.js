// Prints `N passed, N failed, N skipped` from Jest's JSON report; fails where anything failed or nothing ran.
import { readFileSync } from 'node:fs';

const file = process.argv[2] ?? 'test-results.json';

/** @returns {Record<string, unknown> | undefined} */
function report() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`No tests were reported: ${error.message}`);
    return undefined;
  }
}

function count(results, ...fields) {
  const counts = fields.map((field) => results[field]);
  if (!counts.every(Number.isSafeInteger)) throw new TypeError(`${file} does not say ${fields.join(', ')}`);
  return counts.reduce((sum, n) => sum + n, 0);
}

const results = report();
if (results === undefined) {
  process.exitCode = 1;
} else {
  const passed = count(results, 'numPassedTests');
  // A file that could not be run is a failure too, though none of its tests is counted.
  const failed = count(results, 'numFailedTests', 'numRuntimeErrorTestSuites');
  const skipped = count(results, 'numPendingTests', 'numTodoTests');
  if (passed + failed === 0) console.error('No test was run.');
  if (results.wasInterrupted) console.error('The run was broken off.');
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0 || passed === 0 || results.wasInterrupted) process.exitCode = 1;
}
