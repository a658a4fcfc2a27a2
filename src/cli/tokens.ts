import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiTokenRow } from '../../projections/api-tokens/api-tokens.projection.js';
import type { Scope } from '../access/access.events.js';
import { issueToken, revokeToken } from '../access/issue-token.js';
import { CalledWrongly } from './exit-codes.js';
import { knownTokens, projectTokens } from './known-tokens.js';
import { table } from './table.js';
import { print, withLedger } from './with-ledger.js';

const ACTOR = 'cli';

/** What a token is to be, and how it is told. */
export interface TokenOptions {
  readonly user: string;
  readonly scope: Scope;
  /** Instant (UTC). */
  readonly expires?: string;
  readonly json?: boolean;
}

/** Makes a token; it is printed to a terminal alone. */
export function createToken({ user, scope, expires, json }: TokenOptions): Promise<void> {
  return withLedger(async ({ runner, clock, folder }) => {
    const request = { userId: user, scope, ...(expires === undefined ? {} : { expires }), actorId: ACTOR };
    const { token, tokenId } = await issueToken(runner, clock, request);
    const made = { tokenId, userId: user, scope, expires: expires ?? null };
    if (process.stdout.isTTY) {
      print(json, { ...made, token }, `Token ${tokenId} of ${user}, shown this once: ${token}`);
      return;
    }
    const file = join(folder.path, `token-${tokenId}.txt`);
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
    print(json, { ...made, file }, `Token ${tokenId} of ${user} is in ${file}`);
  });
}

/** Prints every token there is, but for the tokens themselves. */
export function listTokens(isJson: boolean | undefined): Promise<void> {
  return withLedger(async (ledger) => {
    const tokens = (await knownTokens(ledger)).map((row) => ({
      tokenId: row.tokenId,
      userId: row.userId,
      scope: row.scope,
      issuedAt: row.issuedAt,
      expires: row.expires,
      state: stateOf(row, ledger.clock.now()),
    }));
    const head = ['token', 'user', 'scope', 'issued at', 'expires', 'state'];
    const rows = tokens.map((of) => [of.tokenId, of.userId, of.scope, of.issuedAt, of.expires ?? 'never', of.state]);
    print(isJson, tokens, tokens.length === 0 ? 'There are no tokens.' : table([head, ...rows]));
  });
}

function stateOf({ revoked, expires }: ApiTokenRow, now: number): 'valid' | 'expired' | 'revoked' {
  if (revoked) return 'revoked';
  return expires !== null && Date.parse(expires) <= now ? 'expired' : 'valid';
}

/** Revokes a token; a running server has heard of it when this is done. @throws CalledWrongly where there is none */
export function revokeTokenOf(tokenId: string, isJson: boolean | undefined): Promise<void> {
  return withLedger(async (ledger) => {
    const token = (await knownTokens(ledger)).find((known) => known.tokenId === tokenId);
    if (!token) throw new CalledWrongly(`there is no token ${tokenId}`);
    const { userId } = token;
    await revokeToken(ledger.runner, ledger.clock, { userId, tokenId, actorId: ACTOR });
    await projectTokens(ledger);
    print(isJson, { tokenId, userId, state: 'revoked' }, `Token ${tokenId} of ${userId} is revoked.`);
  });
}
