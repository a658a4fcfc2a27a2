import type { Command } from 'commander';
import { EXIT, type Settle } from '../exit-codes.js';

/** `restore <folder>`: a data folder from a backup. */
export function addRestore(program: Command, settle: Settle): void {
  program
    .command('restore')
    .summary('make a data folder from a backup')
    .description(
      'Restores a backup into the data folder, which must be empty and in use by no server. The log gets a new id, so that ' +
        'positions of the old one are not taken for its own; read models are built anew, and their digests printed.',
    )
    .argument('<folder>', 'the backup')
    .option('--json', 'print the result as JSON')
    .action(async (folder: string, { json }: { json?: boolean }) => {
      const { runRestore } = await import('./run-restore.js');
      await runRestore(folder, json);
      settle(EXIT.done);
    });
}
