import { Option, type Command } from 'commander';
import { SCOPES } from '../access/access.events.js';
import { systemClock } from '../event-sourcing/clock.js';
import { EXIT, type Settle } from './exit-codes.js';
import type { TokenOptions } from './tokens.js';
import { expiry, tokenId, userId } from './values.js';

interface Printed {
  readonly json?: boolean;
}

/** `token create|list|revoke`: who may get in. */
export function addToken(program: Command, settle: Settle): void {
  const token = program.command('token').description('make, list and revoke API tokens');
  addCreate(token, settle);
  addList(token, settle);
  addRevoke(token, settle);
}

function addCreate(token: Command, settle: Settle): void {
  token
    .command('create')
    .summary('make a token')
    .description(
      'Makes an API token. It is shown once: on a terminal, or else in a file for its owner alone whose path is printed.',
    )
    .requiredOption(
      '--user <userId>',
      "whose it is: 1 to 40 of a-z, 0-9 and '-'. It is recorded for ever: choose an opaque id, not a person's name",
      userId,
    )
    .addOption(new Option('--scope <scope>', 'what it may do').choices(SCOPES).default('write'))
    .option(
      '--expires <when>',
      'its last day (UTC), or an instant with an offset; in the future. Valid until revoked unless given',
      (value: string) => expiry(value, systemClock.now()),
    )
    .option('--json', 'print the result as JSON')
    .action(async (options: TokenOptions) => {
      const { createToken } = await import('./tokens.js');
      await createToken(options);
      settle(EXIT.done);
    });
}

function addList(token: Command, settle: Settle): void {
  token
    .command('list')
    .summary('list every token')
    .description(
      'Lists every token: whose it is, what it may do, and whether it is valid. The tokens themselves are kept nowhere.',
    )
    .option('--json', 'print the result as JSON')
    .action(async ({ json }: Printed) => {
      const { listTokens } = await import('./tokens.js');
      await listTokens(json);
      settle(EXIT.done);
    });
}

function addRevoke(token: Command, settle: Settle): void {
  token
    .command('revoke')
    .summary('revoke a token')
    .description('Revokes a token: it lets nobody in any more, and its live streams end.')
    .argument('<tokenId>', 'as `token list` shows it', tokenId)
    .option('--json', 'print the result as JSON')
    .action(async (id: string, { json }: Printed) => {
      const { revokeTokenOf } = await import('./tokens.js');
      await revokeTokenOf(id, json);
      settle(EXIT.done);
    });
}
