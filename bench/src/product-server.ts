import { setTimeout as wait } from 'node:timers/promises';
import { startServer, type ServerProcess } from './children.js';
import { TOKEN } from './http/entry.js';
import { productFile, startOptions } from './product.js';

/** A read model that is behind is given so long, unless it is known to have much before it. */
export const CATCH_UP_MS = 120_000;
export const LOOK_AGAIN_MS = 100;

/** The built server as users run it, on a folder. */
export function startProduct(
  folder: string,
  {
    nodeArguments = [],
    settings = {},
  }: { readonly nodeArguments?: readonly string[]; readonly settings?: Readonly<Record<string, string>> },
): Promise<ServerProcess> {
  return startServer([...startOptions(), ...nodeArguments, productFile('src/main.js')], {
    PORT: '0',
    DEMARCHE_DATA_DIR: folder,
    DEMARCHE_BOOTSTRAP_TOKEN: TOKEN,
    DEMARCHE_LOG_LEVEL: 'error',
    ...settings,
  });
}

/** Resolves once every read model has come to the end that the log had when the server was started. @throws too late */
export async function readModelsFollow(address: string, patienceMs = CATCH_UP_MS): Promise<void> {
  const from = performance.now();
  for (let answer = await fetch(`${address}/readyz`); !answer.ok; answer = await fetch(`${address}/readyz`)) {
    const report = await answer.text();
    if (performance.now() - from > patienceMs) throw new Error(`not ready: ${report}`);
    await wait(LOOK_AGAIN_MS);
  }
}
