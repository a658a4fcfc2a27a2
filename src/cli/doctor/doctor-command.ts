import type { Command } from 'commander';
import type { Settle } from '../exit-codes.js';

/** `doctor`: whether everything that a server needs is well, and what to do where it is not. */
export function addDoctor(program: Command, settle: Settle): void {
  program
    .command('doctor')
    .summary('look at settings, files, disk, clock and read models')
    .description(
      'Looks at settings, versions, the data folder, its disk, every page of the log and of the read models, how far they ' +
        'are behind, and the clock; says what to do about each. Nothing is changed, and a server may run meanwhile.',
    )
    .option('--json', 'print what was found as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { runDoctor } = await import('./run-doctor.js');
      settle(await runDoctor(json));
    });
}
