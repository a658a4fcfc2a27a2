import { randomUUID } from 'node:crypto';
import type { Clock } from '../event-sourcing/clock.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { AnyAsked } from '../event-sourcing/decider.js';
import { streamName } from '../event-sourcing/event.js';
import type { Receipt } from '../event-sourcing/submission.js';
import { accessAggregate } from './access.js';
import type { Scope } from './access.events.js';
import { drawToken, hashOfToken } from './token.js';

export interface TokenRequest {
  /** Whose it will be. */
  readonly userId: string;
  readonly scope: Scope;
  /** Instant (UTC) from which it is no longer valid. */
  readonly expires?: string;
  /** Who makes it. */
  readonly actorId: string;
}

/** Makes a token: the answer is the only place where it ever stands. */
export async function issueToken(
  runner: CommandRunner,
  clock: Clock,
  { userId, scope, expires, actorId }: TokenRequest,
): Promise<{ token: string; tokenId: string }> {
  const token = drawToken();
  const tokenId = randomUUID();
  const data = { tokenId, sha256: hashOfToken(token), scope, ...(expires === undefined ? {} : { expires }) };
  await run(runner, clock, userId, { type: 'IssueApiToken', data, actorId });
  return { token, tokenId };
}

/** @throws Refusal where the user has no such token */
export async function revokeToken(
  runner: CommandRunner,
  clock: Clock,
  { userId, tokenId, actorId }: { userId: string; tokenId: string; actorId: string },
): Promise<Receipt> {
  return run(runner, clock, userId, { type: 'RevokeApiToken', data: { tokenId }, actorId });
}

function run(runner: CommandRunner, clock: Clock, userId: string, asked: Omit<AnyAsked, 'entry'>): Promise<Receipt> {
  const occurredOn = new Date(clock.now()).toISOString().slice(0, 10);
  return runner.run({
    aggregate: accessAggregate,
    target: streamName('access', userId),
    asked: { ...asked, entry: { occurredOn, visibility: 'restricted' } },
    body: asked.data,
    idempotencyKey: randomUUID(),
  });
}
