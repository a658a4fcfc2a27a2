import type { Command } from 'commander';
import { EXIT, type Settle } from '../exit-codes.js';

/** `backup <folder>`: the data folder as it is, also while a server runs. */
export function addBackup(program: Command, settle: Settle): void {
  program
    .command('backup')
    .summary('copy the data folder, also while a server runs')
    .description(
      'Copies the log, then the read models, each as it is at one moment, while a server goes on writing; checks every ' +
        'page of the copies, and says last what the backup holds. Whoever can read it can read everything: it is for its ' +
        'owner alone.',
    )
    .argument('<folder>', 'where the backup is to be: a folder that is empty or not there, outside the data folder')
    .option('--json', 'print the result as JSON')
    .action(async (folder: string, { json }: { json?: boolean }) => {
      const { runBackup } = await import('./run-backup.js');
      settle((await runBackup(folder, json)) ? EXIT.done : EXIT.unmet);
    });
}
