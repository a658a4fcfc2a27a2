import { Command } from 'commander';
import { addBackup } from './backup/backup-command.js';
import { addRestore } from './backup/restore-command.js';
import { addDemo } from './demo/demo-command.js';
import { addDoctor } from './doctor/doctor-command.js';
import { EXIT, explain, type ExitCode, type Settle } from './exit-codes.js';
import { addImport } from './import-command.js';
import { addRebuild } from './rebuild-command.js';
import { addReplay } from './replay/replay-command.js';
import { addToken } from './token-command.js';

const EXIT_CODES = `
Exit codes: 0 done · 1 what was checked does not hold, or something was left out · 2 called wrongly
            3 a store could not be reached

Settings are the server's: see DEMARCHE_DATA_DIR and the others in the environment.`;

/** Runs the command line; resolves with the exit code. Results go to standard output, all else to standard error. */
export async function runCli(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const settle: Settle = (settled) => {
    code = settled;
  };
  try {
    await createProgram(settle).parseAsync([...argv]);
    return code;
  } catch (error) {
    return explain(error, (text) => process.stderr.write(text));
  }
}

function createProgram(settle: Settle): Command {
  const program = new Command('npm run cli --')
    .description('Demarche from the command line, beside a running server or without one.')
    .usage('<verb> [options]')
    .exitOverride()
    .showHelpAfterError('Add --help to see what can be asked.')
    .addHelpText('after', EXIT_CODES);
  addToken(program, settle);
  addImport(program, settle);
  addRebuild(program, settle);
  addReplay(program, settle);
  addDoctor(program, settle);
  addBackup(program, settle);
  addRestore(program, settle);
  addDemo(program, settle);
  return program;
}
