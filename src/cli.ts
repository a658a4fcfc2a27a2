import 'reflect-metadata';
import { runCli } from './cli/run-cli.js';

const code = await runCli(process.argv);
// A server that did not start may have left a thread behind; what was printed is let out first.
process.stdout.write('', () => process.exit(code));
