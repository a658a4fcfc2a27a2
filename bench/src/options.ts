import { parseArgs } from 'node:util';

/** What may be chosen on the command line. */
export interface Options {
  readonly json: boolean;
  /** Only comparisons whose name, work or rival holds this text. */
  readonly only: string | undefined;
  readonly rounds: number;
  /** Seconds of each measurement over HTTP, and those before it in which nothing is counted. */
  readonly seconds: number;
  readonly warmUp: number;
  /** Folder for V8's CPU profiles of the product's processes. */
  readonly profile: string | undefined;
  readonly help: boolean;
}

export const USAGE = `npm run bench -- [options]
  --json            a JSON array of {work, rival, value, reach, holds} instead of a table
  --only <text>     only rows whose name, work or rival holds the text
  --rounds <n>      rounds of each row (5)
  --seconds <n>     seconds of each measurement over HTTP (4)
  --warm-up <n>     seconds before each of them, in which nothing is counted (3)
  --profile <dir>   writes CPU profiles of the product's processes there; the figures are then of no use
Rows on EventStoreDB need a server that DEMARCHE_TEST_EVENTSTOREDB names (esdb://127.0.0.1:2113?tls=false).
Ends with 1 where a row does not hold, and with 2 where one could not be measured.
`;

/** The command line makes no sense. */
export class BadOptions extends Error {
  override readonly name = 'BadOptions';
}

/** @throws BadOptions */
export function readOptions(args: readonly string[]): Options {
  const { json, only, rounds, seconds, profile, help, 'warm-up': warmUp } = parse(args);
  return {
    json,
    only,
    rounds: positive('--rounds', rounds),
    seconds: positive('--seconds', seconds),
    warmUp: positive('--warm-up', warmUp),
    profile,
    help,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
        rounds: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '4' },
        'warm-up': { type: 'string', default: '3' },
        profile: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return { only: undefined, profile: undefined, ...values };
  } catch (error) {
    throw new BadOptions((error as Error).message);
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new BadOptions(`${name} must be a whole number, 1 or more`);
  return value;
}
