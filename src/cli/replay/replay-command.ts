import type { Command } from 'commander';
import { systemClock } from '../../event-sourcing/clock.js';
import { EXIT, type Settle } from '../exit-codes.js';
import { moment, userId } from '../values.js';
import type { ReplayRequest } from './run-replay.js';

/** `replay`: the log from nothing, on a throwaway database, compared with the live read models if asked. */
export function addReplay(program: Command, settle: Settle): void {
  program
    .command('replay')
    .summary('replay the log from nothing, and compare')
    .description(
      'Replays the log from nothing into a throwaway database, and prints the digest of each read model (SHA-256 of its ' +
        'rows): the same log up to the same position gives the same digests, on any machine. That it was asked for is ' +
        'recorded in the log first.',
    )
    .option(
      '--to <moment>',
      'a position, or an instant with an offset; the end of the log unless given',
      (value: string) => moment(value, systemClock.now()),
    )
    .option(
      '--compare',
      'compare with the live read models, each at its own position, and name every table, row and field that differs. ' +
        'With --to, those that stand elsewhere are not compared',
    )
    .option('--actor <userId>', 'who asks for it', userId, 'cli')
    .option('--json', 'print the result as JSON')
    .action(async (request: ReplayRequest) => {
      const { runReplay } = await import('./run-replay.js');
      settle((await runReplay(request)) ? EXIT.done : EXIT.unmet);
    });
}
