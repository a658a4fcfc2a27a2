// Loaded by `--import` into every thread of a built server: does to the projector's thread what a spec asks for.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread, workerData } from 'node:worker_threads';

/** How often its subscription is dropped; milliseconds until it begins, and until it dies. */
const {
  DEMARCHE_TEST_DROPS: drops = '0',
  DEMARCHE_TEST_PROJECTOR_BEGINS: begins = '0',
  DEMARCHE_TEST_PROJECTOR_DIES: dies,
} = process.env;

if (!isMainThread && workerData?.readDatabase !== undefined) {
  const built = join(process.cwd(), 'dist', 'src', 'server', 'projector-port.js');
  const { subscriptionDropped } = await import(pathToFileURL(built).href);
  for (let drop = 0; drop < Number(drops); drop++) subscriptionDropped();
  await new Promise((resolve) => setTimeout(resolve, Number(begins)));
  if (dies !== undefined)
    setTimeout(() => {
      throw new Error('the projector was made to die');
    }, Number(dies));
}
