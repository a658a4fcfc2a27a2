import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isUserAssigned } from './vocabulary/countries.js';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the environment says, typed. Secrets have been taken out of it. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** The server that the log is on; absent for the log in the data folder. */
  readonly eventStore: EventStoreSetting | undefined;
  /** An administrator's token that is valid while it is set. */
  readonly bootstrapToken: string | undefined;
  /** User-assigned country codes that are taken as countries. */
  readonly extraCountries: readonly string[];
  readonly logLevel: LogLevel;
}

/** A log on an EventStoreDB. */
export interface EventStoreSetting {
  /** May hold a password. */
  readonly connectionString: string;
  readonly namespace: string;
}

/** A variable has a value that makes no sense, or a name that nobody knows: the start stops, by name. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
  constructor(
    readonly variable: string,
    accepts: string,
  ) {
    super(`${variable}: ${accepts}`);
  }
}

type Environment = Record<string, string | undefined>;

const PREFIX = 'DEMARCHE_';
/** Names that tests of the product use; it ignores them. */
const TEST_PREFIX = 'DEMARCHE_TEST_';
const SECRETS = [
  'DEMARCHE_BOOTSTRAP_TOKEN',
  'DEMARCHE_EVENT_STORE',
  'DEMARCHE_VAULT_KEY',
  'DEMARCHE_SIGNING_KEY',
] as const;
const PLAIN = [
  'DEMARCHE_DATA_DIR',
  'DEMARCHE_EVENTSTOREDB_NAMESPACE',
  'DEMARCHE_READ_DATABASE',
  'DEMARCHE_WITNESS',
  'DEMARCHE_EXTRA_COUNTRIES',
  'DEMARCHE_LOG_LEVEL',
] as const;
/** Part of the contract, but of no use to this version: a value would be ignored, so it is refused. */
const NOT_YET = ['DEMARCHE_READ_DATABASE', 'DEMARCHE_VAULT_KEY', 'DEMARCHE_SIGNING_KEY', 'DEMARCHE_WITNESS'] as const;

/**
 * Reads the settings and takes every secret out of the environment, so that no child or error report inherits it.
 *
 * @throws BadSetting
 */
export function readSettings(environment: Environment): Settings {
  refuseUnknown(environment);
  const take = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value === '' ? undefined : value;
  };
  const secrets = new Map(SECRETS.map((name) => [name, takeSecret(environment, name)]));
  for (const name of NOT_YET)
    if (take(name) !== undefined || secrets.get(name as (typeof SECRETS)[number]) !== undefined)
      throw new BadSetting(name, 'this version can do nothing with it; leave it empty');
  return {
    port: port(take('PORT')),
    host: take('HOST') ?? '127.0.0.1',
    dataDir: resolve(take('DEMARCHE_DATA_DIR') ?? './data'),
    eventStore: eventStore(secrets.get('DEMARCHE_EVENT_STORE'), take('DEMARCHE_EVENTSTOREDB_NAMESPACE')),
    bootstrapToken: bootstrapToken(secrets.get('DEMARCHE_BOOTSTRAP_TOKEN')),
    extraCountries: extraCountries(take('DEMARCHE_EXTRA_COUNTRIES')),
    logLevel: logLevel(take('DEMARCHE_LOG_LEVEL')),
  };
}

function refuseUnknown(environment: Environment): void {
  const known = new Set<string>([...PLAIN, ...SECRETS, ...SECRETS.map((name) => `${name}_FILE`)]);
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith(PREFIX) && !name.startsWith(TEST_PREFIX) && !known.has(name),
  );
  if (unknown !== undefined)
    throw new BadSetting(unknown, `is not a setting; there are PORT, HOST, ${[...known].join(', ')}`);
}

function takeSecret(environment: Environment, name: string): string | undefined {
  const file = environment[`${name}_FILE`];
  const value = environment[name];
  Reflect.deleteProperty(environment, name);
  if (value !== undefined && value !== '') return value;
  if (file === undefined || file === '') return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new BadSetting(`${name}_FILE`, 'must be the path of a file that can be read');
  }
}

function port(text = '3000'): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new BadSetting('PORT', 'must be a port: 0 to 65535');
  return value;
}

function eventStore(connectionString: string | undefined, namespace = 'demarche'): EventStoreSetting | undefined {
  if (!/^[a-z0-9]+$/.test(namespace))
    throw new BadSetting('DEMARCHE_EVENTSTOREDB_NAMESPACE', 'must be lower-case letters and digits');
  if (connectionString === undefined) return undefined;
  if (!/^esdb(\+discover)?:\/\//.test(connectionString))
    throw new BadSetting('DEMARCHE_EVENT_STORE', 'must be empty, or begin with esdb:// or esdb+discover://');
  return { connectionString, namespace };
}

function bootstrapToken(token: string | undefined): string | undefined {
  if (token !== undefined && !/^[\x21-\x7e]{32,}$/.test(token))
    throw new BadSetting('DEMARCHE_BOOTSTRAP_TOKEN', 'must be at least 32 visible ASCII characters');
  return token;
}

function extraCountries(text = ''): string[] {
  const codes = text.split(/[\s,]+/).filter((code) => code !== '');
  if (!codes.every((code) => /^[A-Z]{3}$/.test(code) && isUserAssigned(code)))
    throw new BadSetting(
      'DEMARCHE_EXTRA_COUNTRIES',
      'must be user-assigned codes of ISO 3166-1 (AAA-AAZ, QMA-QZZ, XAA-XZZ, ZZA-ZZZ), separated by commas',
    );
  return codes;
}

function logLevel(text = 'info'): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (!level) throw new BadSetting('DEMARCHE_LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  return level;
}
