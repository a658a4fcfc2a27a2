import type { Command } from 'commander';
import { EXIT, type Settle } from '../exit-codes.js';

/** `demo`: the server on a folder that is thrown away, with the sample cases. */
export function addDemo(program: Command, settle: Settle): void {
  program
    .command('demo')
    .summary('the server on a temporary folder, with the sample cases')
    .description(
      'Starts the server on a temporary folder, imports the sample cases, prints where each campaign stands and its ' +
        'history, and stays up until it is stopped. PORT and HOST are those of the server.',
    )
    .action(async () => {
      const { runDemo } = await import('./run-demo.js');
      settle((await runDemo()) ? EXIT.done : EXIT.unmet);
    });
}
