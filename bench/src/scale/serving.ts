import type { Bench } from '../bench.js';
import { startServer, type ServerProcess } from '../children.js';
import { HEADERS, TOKEN } from '../http/entry.js';
import { productFile, startOptions } from '../product.js';
import { campaignId } from '../rebuild/history.js';
import { dataFolderOf } from './data-folder.js';

/** The built server, as users run it, on the history of so many campaigns. */
export async function serve(bench: Bench, campaigns: number): Promise<ServerProcess> {
  const folder = await dataFolderOf(bench, campaigns);
  return startServer([...startOptions(), ...bench.productArguments, productFile('src/main.js')], {
    PORT: '0',
    DEMARCHE_DATA_DIR: folder,
    DEMARCHE_BOOTSTRAP_TOKEN: TOKEN,
    DEMARCHE_LOG_LEVEL: 'error',
  });
}

/** What dashboards ask of one campaign: the overview, a page of its history, the board of its endorsements. */
export function readsOf(campaign: number): string[] {
  const id = campaignId(campaign);
  return [
    `/api/v1/campaigns/${id}`,
    `/api/v1/campaigns/${id}/history?limit=50`,
    `/api/v1/endorsement-board?campaignId=${id}`,
  ];
}

/** Milliseconds until an answer was read whole. @throws where it is not one of success */
export async function timeOf(address: string, path: string): Promise<number> {
  const from = performance.now();
  const response = await fetch(`${address}${path}`, { headers: HEADERS });
  await response.text();
  if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
  return performance.now() - from;
}
