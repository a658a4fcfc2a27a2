import { readSettings } from '../config.js';
import { openLedger, type Ledger } from '../server/ledger.js';

/** Opens the data folder that the settings name, for as long as the work takes. */
export async function withLedger<Result>(work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  const ledger = await openLedger(readSettings(process.env));
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** Prints a result: for a program as JSON, for a person as text. */
export function print(isJson: boolean | undefined, result: object, text: string): void {
  process.stdout.write(isJson ? `${JSON.stringify(result)}\n` : text === '' ? '' : `${text}\n`);
}
