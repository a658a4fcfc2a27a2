// Loaded by `--import` into a built server or command: the clock is ahead by as many milliseconds as the file named says.
import { readFileSync } from 'node:fs';

const { DEMARCHE_TEST_CLOCK: file } = process.env;

globalThis.Date = class extends Date {
  constructor(...values) {
    super(...(values.length === 0 ? [globalThis.Date.now()] : values));
  }

  static now() {
    return super.now() + Number(readFileSync(file, 'utf8'));
  }
};
