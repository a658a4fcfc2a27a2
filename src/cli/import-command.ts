import type { Command } from 'commander';
import { EXIT, type Settle } from './exit-codes.js';
import type { ImportOptions } from './run-import.js';
import { namespace, userId } from './values.js';

/** `import <file>`: entries from a file, in the format of cases/README.md. */
export function addImport(program: Command, settle: Settle): void {
  program
    .command('import')
    .summary('import entries from a file')
    .description(
      'Imports entries from a file, one JSON object a line (see cases/README.md). The whole file is judged first; ' +
        'objects with a bad line, and what depends on them, are left out. Importing a file again has the effect of once.',
    )
    .argument('<file>', 'the file, NDJSON')
    .option('--dry-run', 'judge the file and write nothing')
    .option(
      '--namespace <namespace>',
      "what handles and keys belong to; the file's name without extension unless given",
      namespace,
    )
    .option('--actor <userId>', 'who made the entries, and leads imported campaigns', userId, 'cli')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: ImportOptions) => {
      const { runImport } = await import('./run-import.js');
      settle((await runImport(file, options)) ? EXIT.done : EXIT.unmet);
    });
}
