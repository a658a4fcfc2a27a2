import type { Command } from 'commander';
import { EXIT, type Settle } from './exit-codes.js';

/** `rebuild [name]`: read models anew from the log, and their digests. */
export function addRebuild(program: Command, settle: Settle): void {
  program
    .command('rebuild')
    .summary('build read models anew from the log')
    .description(
      'Builds read models anew from the log beside the live ones, which serve meanwhile; swaps them in, and prints the ' +
        'digest of each (SHA-256 of its rows): the same log gives the same digest.',
    )
    .argument('[name]', 'a read model, such as campaign-history; all of them unless given')
    .option('--json', 'print the digests as JSON, by name')
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const { rebuildNamed } = await import('./rebuild-named.js');
      await rebuildNamed(name, json);
      settle(EXIT.done);
    });
}
