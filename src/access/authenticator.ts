import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../event-sourcing/clock.js';
import type { Scope } from './access.events.js';
import { hashOfToken } from './token.js';

/** Who sends a request, and what the token that says so may do. */
export interface Principal {
  readonly userId: string;
  readonly scope: Scope;
  /** Absent for the bootstrap token, which the environment holds. */
  readonly tokenId?: string;
}

/** A token as the log knows it. */
export interface KnownToken {
  readonly tokenId: string;
  readonly userId: string;
  readonly sha256: string;
  readonly scope: string;
  readonly expires: string | null;
  readonly revoked: boolean;
}

export interface AuthenticatorOptions {
  readonly bootstrapToken: string | undefined;
  readonly clock: Clock;
  /** Every token that the log knows by now. */
  readonly loadTokens: () => Promise<readonly KnownToken[]>;
  /** Resolves once tokens made before now are among those loaded. */
  readonly caughtUp: () => Promise<void>;
}

const BEARER = /^Bearer ([\x21-\x7e]{1,500})$/i;
const BOOTSTRAP_USER = 'bootstrap';

/** Knows who may get in. A token is only ever compared by its hash, and in constant time. */
export class Authenticator {
  private readonly bootstrapHash: string | undefined;
  private tokens = new Map<string, KnownToken>();

  constructor(private readonly options: AuthenticatorOptions) {
    this.bootstrapHash = options.bootstrapToken === undefined ? undefined : hashOfToken(options.bootstrapToken);
  }

  /** Takes in what tokens there are now. */
  async reload(): Promise<void> {
    const known = await this.options.loadTokens();
    this.tokens = new Map(known.map((token) => [token.sha256, token]));
  }

  /**
   * Who the header speaks for; undefined for nobody. Only a token that nobody knows yet takes a while: the log's end is
   * looked at before that is said of it.
   */
  authenticate(authorization: string | undefined): Principal | undefined | Promise<Principal | undefined> {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const hash = hashOfToken(token);
    const known = this.principalOf(hash);
    return known || this.tokens.has(hash) ? known : this.lookAgain(hash);
  }

  /** Whether a token that got in before still would. */
  isStillValid({ tokenId }: Principal): boolean {
    if (tokenId === undefined) return true;
    for (const token of this.tokens.values()) if (token.tokenId === tokenId) return this.isValid(token);
    return false;
  }

  private async lookAgain(hash: string): Promise<Principal | undefined> {
    await this.options.caughtUp();
    await this.reload();
    return this.principalOf(hash);
  }

  private principalOf(hash: string): Principal | undefined {
    if (this.bootstrapHash !== undefined && isSame(hash, this.bootstrapHash))
      return { userId: BOOTSTRAP_USER, scope: 'write' };
    const token = this.tokens.get(hash);
    if (!token || !isSame(hash, token.sha256) || !this.isValid(token)) return undefined;
    return { userId: token.userId, scope: token.scope as Scope, tokenId: token.tokenId };
  }

  private isValid({ revoked, expires }: KnownToken): boolean {
    return !revoked && (expires === null || Date.parse(expires) > this.options.clock.now());
  }
}

function isSame(hash: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(other, 'hex'));
}
