// Prints `N passed, N failed, N skipped` from Jest's JSON reports; fails where anything failed, or a report is missing.
import { readFileSync } from 'node:fs';

const files = process.argv.slice(2);
const sums = { passed: 0, failed: 0, skipped: 0 };
let isWhole = files.length > 0;

function count(results, ...fields) {
  const counts = fields.map((field) => results[field]);
  if (!counts.every(Number.isSafeInteger)) throw new TypeError(`the report does not say ${fields.join(', ')}`);
  return counts.reduce((sum, n) => sum + n, 0);
}

for (const file of files) {
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    if (count(results, 'numPassedTests') === 0) throw new Error('no test passed');
    if (results.wasInterrupted) throw new Error('the run was broken off');
    sums.passed += count(results, 'numPassedTests');
    // A file that could not be run is a failure too, though none of its tests is counted.
    sums.failed += count(results, 'numFailedTests', 'numRuntimeErrorTestSuites');
    sums.skipped += count(results, 'numPendingTests', 'numTodoTests');
  } catch (error) {
    isWhole = false;
    console.error(`${file}: ${error.message}`);
  }
}

console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
if (!isWhole || sums.failed > 0) process.exitCode = 1;
