import { EventStoreDBClient, type Credentials } from '@eventstore/db-client';
import { BadConnection } from './bad-connection.js';
import { isOfTheClient } from './server-errors.js';

const SCHEME = /^esdb(?:\+discover)?:\/\/(?:([^:@/?]*):([^@/?]*)@)?/;
const WITHOUT_TLS = /[?&]tls=false(&|$)/i;
/** On a server without TLS nobody looks at them, but they decide which way appends go. */
const OF_NOBODY: Credentials = { username: 'demarche', password: 'demarche' };
/** A client that fails so often in a row in a way that is not the server's has broken down itself. */
const BROKEN_AFTER = 3;

/**
 * The client of one connection string, replaced when it breaks down.
 *
 * None is ever disposed of: that closes no connection, rejects what others wait for, and may wait for ever for a stream
 * that nobody reads. A connection on which nothing is open holds up nobody.
 */
export class Connection {
  /** For appends: with them in a call's options the client goes the unary way, whose deadlines and errors are its own. */
  readonly credentials: Credentials;
  /** For what stays open for long. */
  client: EventStoreDBClient;
  private failures = 0;

  /** @throws BadConnection where the string makes no sense */
  constructor(private readonly connectionString: string) {
    this.credentials = credentialsIn(connectionString);
    this.client = this.connect();
  }

  /** Makes one call. Whatever it throws is thrown. */
  async call<Result>(work: (client: EventStoreDBClient) => Promise<Result>): Promise<Result> {
    const { client } = this;
    try {
      const result = await work(client);
      this.failures = 0;
      return result;
    } catch (error) {
      this.failures = isOfTheClient(error) ? this.failures + 1 : 0;
      if (client === this.client && this.failures >= BROKEN_AFTER) this.replace();
      throw error;
    }
  }

  private replace(): void {
    this.failures = 0;
    this.client = this.connect();
  }

  private connect(): EventStoreDBClient {
    try {
      return EventStoreDBClient.connectionString(this.connectionString);
    } catch (cause) {
      // The client's message may hold the string, and the string a password.
      throw new BadConnection('must be a connection string as the client of EventStoreDB documents it', { cause });
    }
  }
}

function credentialsIn(connectionString: string): Credentials {
  const found = SCHEME.exec(connectionString);
  if (!found) throw new BadConnection('must begin with esdb:// or esdb+discover://');
  const [, username, password] = found;
  if (username !== undefined && password !== undefined)
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  if (WITHOUT_TLS.test(connectionString)) return OF_NOBODY;
  throw new BadConnection('must hold user and password, unless it says tls=false');
}
