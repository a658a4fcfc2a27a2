// Loaded by `--import` into every thread of a built server: does to the projector's thread what a spec asks for.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { isMainThread, workerData } from 'node:worker_threads';

/** How often its subscription is dropped; files: it begins once the one is there, and dies as long as the other is. */
const {
  DEMARCHE_TEST_DROPS: drops = '0',
  DEMARCHE_TEST_PROJECTOR_BEGINS: begins,
  DEMARCHE_TEST_PROJECTOR_DIES: dies,
} = process.env;
const LOOK_AGAIN_MS = 20;

if (!isMainThread && workerData?.readDatabase !== undefined) {
  const built = join(process.cwd(), 'dist', 'src', 'server', 'projector-port.js');
  const { subscriptionDropped } = await import(pathToFileURL(built).href);
  for (let drop = 0; drop < Number(drops); drop++) subscriptionDropped();
  while (begins !== undefined && !existsSync(begins)) await wait(LOOK_AGAIN_MS);
  if (dies !== undefined)
    setInterval(() => {
      if (existsSync(dies)) throw new Error('the projector was made to die');
    }, LOOK_AGAIN_MS).unref();
}
