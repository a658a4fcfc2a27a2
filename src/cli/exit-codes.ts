import { CommanderError } from 'commander';

/** What the exit code of every verb means. */
export const EXIT = {
  done: 0,
  /** What was checked does not hold, or something was left out. */
  unmet: 1,
  calledWrongly: 2,
  /** A store could not be reached or opened. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Takes the exit code of the verb that was run. */
export type Settle = (code: ExitCode) => void;

/** The verb was given what it can do nothing with. */
export class CalledWrongly extends Error {
  override readonly name = 'CalledWrongly';
}

const WRONG_CALLS = new Set(['CalledWrongly', 'BadSetting', 'UnreadableFile']);
const NO_STORE = new Set([
  'FolderInUse',
  'NewerDataFolder',
  'NewerReadDatabase',
  'NotALog',
  'NotAReadDatabase',
  'NoLog',
  'ServerBehind',
  'StoreUnavailable',
  'OutcomeUnknown',
]);
const UNMET = new Set(['Refusal', 'NoSuchObject', 'RebuildStopped', 'ReadModelStopped', 'RaceLost', 'DamagedCopy']);

/** Says an error that a person can do something about in one sentence, any other with its stack; and its exit code. */
export function explain(error: unknown, say: (text: string) => void): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.calledWrongly;
  const code = codeOf(error);
  if (code !== undefined) {
    say(`${sentenceOf(error as Error)}\n`);
    return code;
  }
  say(`Something went wrong that should not have: ${error instanceof Error ? String(error.stack) : String(error)}\n`);
  return EXIT.unmet;
}

function codeOf(error: unknown): ExitCode | undefined {
  if (!(error instanceof Error)) return undefined;
  if (WRONG_CALLS.has(error.name)) return EXIT.calledWrongly;
  if (NO_STORE.has(error.name) || isOfTheSystem(error)) return EXIT.unreachable;
  return UNMET.has(error.name) ? EXIT.unmet : undefined;
}

/** Errors of the disk and of SQLite: the folder is not writable, the disk is full, the path is no folder. */
function isOfTheSystem(error: Error): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined || (typeof code === 'string' && code.startsWith('SQLITE_'));
}

function sentenceOf(error: Error): string {
  if (isOfTheSystem(error)) return `A store could not be reached: ${error.message}.`;
  return /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
}
